package io.troupe.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.ConnectException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderKeywordCase;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.tools.jdbc.JDBCUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection and what has to be known of the database behind it. It serves one thread, and while rows of one query are
 * read, no other query: some drivers would load the rest of them into memory.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int CONNECT_LIMIT_S = 30;

    private final Connection connection;
    private final SQLDialect dialect;
    private final DSLContext sql;
    private final boolean schemas;
    private final boolean quoting;

    private Database(Connection connection, SQLDialect dialect, boolean quoting) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        this.quoting = quoting;
        this.schemas = connection.getMetaData().supportsSchemasInTableDefinitions();
        this.sql = DSL.using(
                dialect,
                new Settings()
                        .withRenderKeywordCase(RenderKeywordCase.UPPER)
                        .withRenderQuotedNames(
                                quoting ? RenderQuotedNames.EXPLICIT_DEFAULT_QUOTED : RenderQuotedNames.NEVER));
    }

    /**
     * Once; reads go through without committing one by one.
     *
     * @throws ConnectException when the settings give the driver what they may not
     */
    public static Database open(ConnectionSettings settings) throws SQLException {
        SQLDialect dialect = JDBCUtils.dialect(settings.url());
        Properties properties = settings.properties();
        Defaults.of(dialect, settings.url()).forEach(properties::putIfAbsent);
        DriverManager.setLoginTimeout(CONNECT_LIMIT_S);
        Connection connection = DriverManager.getConnection(settings.url(), properties);
        try {
            connection.setAutoCommit(false);
            return new Database(connection, dialect, settings.quoting());
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * As often as the settings say.
     *
     * @throws ConnectException when it never came about; the message names the URL, the cause says why
     */
    public static Database openPatiently(ConnectionSettings settings) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return open(settings);
            } catch (SQLException e) {
                if (attempt >= settings.attempts()) {
                    throw new ConnectException(
                            "No connection to " + settings.shownUrl() + " after " + attempt + " tries: "
                                    + e.getMessage(),
                            e);
                }
            }
            Thread.sleep(settings.backoffMillis());
        }
    }

    public Connection connection() {
        return connection;
    }

    /** Writes SQL; runs none. */
    public DSLContext sql() {
        return sql;
    }

    /** Whether names in SQL are folded as the database does it, since they are not quoted. */
    public boolean folds() {
        return !quoting;
    }

    /** By the database's clock. */
    public Timestamp now(Calendar zone) throws SQLException {
        String query = dialect.family() == SQLDialect.SQLITE
                ? "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"
                : sql.render(DSL.select(DSL.currentTimestamp()));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            Timestamp now = dialect.family() == SQLDialect.SQLITE
                    ? rows.getTimestamp(1, Calendar.getInstance(TimeZone.getTimeZone("UTC")))
                    : rows.getTimestamp(1, zone);
            connection.commit();
            return now;
        }
    }

    /**
     * @param types as the database calls them, {@code TABLE} for one
     * @return in the order of their names; nothing of the database's own
     */
    public List<TableId> tables(@Nullable String catalog, @Nullable String schema, List<String> types)
            throws SQLException {
        List<TableId> tables = new ArrayList<>();
        DatabaseMetaData metadata = connection.getMetaData();
        String within = catalog == null ? connection.getCatalog() : catalog;
        String[] wanted = types.stream().flatMap(Database::spellings).toArray(String[]::new);
        try (ResultSet rows = metadata.getTables(within, schema, "%", wanted)) {
            while (rows.next()) {
                String in = rows.getString(schemas ? "TABLE_SCHEM" : "TABLE_CAT");
                TableId table = new TableId(in == null || in.isEmpty() ? null : in, rows.getString("TABLE_NAME"));
                if (!Defaults.ownedByDatabase(dialect, table)) {
                    tables.add(table);
                }
            }
        }
        connection.commit();
        tables.sort(null);
        return tables;
    }

    /** H2 calls an ordinary table by another name. */
    private static Stream<String> spellings(String type) {
        return type.equals("TABLE") ? Stream.of("TABLE", "BASE TABLE") : Stream.of(type);
    }

    /** @param counts whether the database counts it itself */
    public record Column(String name, boolean optional, boolean counts) {}

    public List<Column> columns(TableId table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        DatabaseMetaData metadata = connection.getMetaData();
        String escape = metadata.getSearchStringEscape();
        try (ResultSet rows = metadata.getColumns(
                schemas ? connection.getCatalog() : table.in(),
                schemas ? escaped(table.in(), escape) : null,
                escaped(table.name(), escape),
                "%")) {
            while (rows.next()) {
                columns.add(new Column(
                        rows.getString("COLUMN_NAME"),
                        rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                        "YES".equalsIgnoreCase(rows.getString("IS_AUTOINCREMENT"))));
            }
        }
        connection.commit();
        return columns;
    }

    private static @Nullable String escaped(@Nullable String name, String escape) {
        return name == null || escape.isEmpty()
                ? name
                : name.replace(escape, escape + escape)
                        .replace("_", escape + "_")
                        .replace("%", escape + "%");
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The connection is of no use any more", e);
        }
    }
}
