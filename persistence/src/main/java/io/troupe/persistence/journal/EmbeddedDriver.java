package io.troupe.persistence.journal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.jspecify.annotations.Nullable;

/**
 * Connects to H2. Of an embedded database one connection writes at a time: what H2 puts into its file at a commit are
 * the pages of one map after the other, as each is at that moment, and with them a part of what other connections are
 * about to write. A process that is killed before the next commit was seen to leave an index that does not match its
 * table: rows that cannot be read, and locks of nobody. Who only reads waits for nobody.
 */
public final class EmbeddedDriver implements Driver {

    /** H2 itself gives up sooner where two want the same row. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Map<Database, Semaphore> WRITERS = Collections.synchronizedMap(new WeakHashMap<>());

    private final Driver h2 = new org.h2.Driver();

    /** The right of one connection to write, from its first write to the end of its transaction. */
    static final class Turn {

        private final Semaphore writers;
        private boolean taken;

        private Turn(Semaphore writers) {
            this.writers = writers;
        }

        /** @throws SQLTimeoutException when another connection writes for longer than {@link #PATIENCE} */
        synchronized void take() throws SQLException {
            if (taken) {
                return;
            }
            try {
                taken = writers.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!taken) {
                throw new SQLTimeoutException(
                        "Another connection to the embedded database does not end its transaction");
            }
        }

        synchronized void give() {
            if (taken) {
                taken = false;
                writers.release();
            }
        }
    }

    static Turn turn(Database database) {
        return new Turn(WRITERS.computeIfAbsent(database, any -> new Semaphore(1, true)));
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        Connection connection = h2.connect(url, properties);
        return connection instanceof JdbcConnection known && known.getSession() instanceof SessionLocal session
                ? new Writing(known, turn(session.getDatabase())).proxy
                : connection;
    }

    /** A connection that takes its turn. */
    private static final class Writing implements InvocationHandler {

        private final Connection connection;
        private final Turn turn;
        private final Connection proxy;

        Writing(Connection connection, Turn turn) {
            this.connection = connection;
            this.turn = turn;
            this.proxy = proxy(Connection.class, this);
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "equals" -> arguments != null && self == arguments[0];
                case "createStatement" -> proxy(Statement.class, new Executing(passed(arguments, method), null));
                case "prepareStatement" ->
                    proxy(PreparedStatement.class, new Executing(passed(arguments, method), sql(arguments)));
                case "prepareCall" ->
                    proxy(CallableStatement.class, new Executing(passed(arguments, method), sql(arguments)));
                case "commit", "close", "abort" -> last(arguments, method);
                case "rollback" -> arguments == null ? last(null, method) : passed(arguments, method);
                case "setAutoCommit" ->
                    arguments != null && Boolean.TRUE.equals(arguments[0])
                            ? last(arguments, method)
                            : passed(arguments, method);
                default -> passed(arguments, method);
            };
        }

        private @Nullable Object passed(Object @Nullable [] arguments, Method method) throws Throwable {
            return EmbeddedDriver.passed(connection, method, arguments);
        }

        /** The transaction is over. */
        private @Nullable Object last(Object @Nullable [] arguments, Method method) throws Throwable {
            try {
                return passed(arguments, method);
            } finally {
                turn.give();
            }
        }

        /** A statement of this connection. */
        private final class Executing implements InvocationHandler {

            private final Statement statement;
            private final @Nullable String prepared;

            /** @param prepared null when its SQL comes with the call */
            Executing(@Nullable Object statement, @Nullable String prepared) {
                this.statement = (Statement) Objects.requireNonNull(statement);
                this.prepared = prepared;
            }

            @Override
            public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
                String name = method.getName();
                if (name.equals("equals")) {
                    return arguments != null && self == arguments[0];
                }
                if (name.equals("getConnection")) {
                    return proxy;
                }
                if (!name.startsWith("execute") || reads(prepared == null ? sql(arguments) : prepared)) {
                    return EmbeddedDriver.passed(statement, method, arguments);
                }
                boolean alone = connection.getAutoCommit();
                turn.take();
                try {
                    return EmbeddedDriver.passed(statement, method, arguments);
                } finally {
                    if (alone) {
                        turn.give();
                    }
                }
            }
        }
    }

    private static @Nullable String sql(Object @Nullable [] arguments) {
        return arguments != null && arguments.length > 0 && arguments[0] instanceof String sql ? sql : null;
    }

    private static boolean reads(@Nullable String sql) {
        if (sql == null) {
            return false;
        }
        String upper = sql.strip().toUpperCase(Locale.ROOT);
        return upper.startsWith("SELECT") && !upper.contains("FOR UPDATE");
    }

    private static @Nullable Object passed(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return h2.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return h2.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return h2.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return h2.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return h2.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("org.h2");
    }
}
