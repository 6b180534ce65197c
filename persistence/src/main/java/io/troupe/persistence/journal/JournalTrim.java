package io.troupe.persistence.journal;

import io.troupe.persistence.Fact;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal of an entity short: facts that nobody asked for go when they are old, or when many newer ones are
 * there, and what people did stays.
 *
 * <p>Pekko deletes only whole beginnings of a journal, and would take the history along; a journal of its own for each
 * kind of fact would make two writes, and two orders, of what is one. So single rows are deleted here. That leaves gaps in
 * the numbers, which nobody notices: only such rows go that a snapshot covers which is kept, so that no recovery reads
 * them, and never the latest, whose number counts. It happens on a thread of its own, a hundred rows at a time.
 */
public final class JournalTrim implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(JournalTrim.class);

    private static final class Id extends AbstractExtensionId<JournalTrim> implements ExtensionIdProvider {
        @Override
        public JournalTrim createExtension(ExtendedActorSystem system) {
            JournalTrim trim = new JournalTrim(
                    JournalSettings.used(system.settings().config()).orElse(null),
                    TrimSettings.of(system.settings().config()),
                    SerializationExtension.get(system));
            system.registerOnTermination(trim::end);
            return trim;
        }

        @Override
        public Id lookup() {
            return this;
        }
    }

    private static final Id ID = new Id();

    private static final int BATCH = 100;
    /** What does not get its turn is done with the next snapshot. */
    private static final int MOST_WAITING = 10_000;

    private static final int MOST_REMEMBERED = 10_000;
    private static final Duration LAST = Duration.ofSeconds(5);

    /** The latest one's number counts, of an entity that has ended as well. */
    private static final String READ = "SELECT \"sequence_number\", \"deleted\", \"event_ser_id\","
            + " \"event_ser_manifest\", \"event_payload\" FROM \"troupe_fact\" WHERE \"persistence_id\" = ?"
            + " AND \"sequence_number\" > ? AND \"sequence_number\" <= ? AND \"sequence_number\" < (SELECT"
            + " MAX(\"sequence_number\") FROM \"troupe_fact\" WHERE \"persistence_id\" = ?) AND (\"sequence_number\" <= ? OR"
            + " \"write_timestamp\" < ?) ORDER BY \"sequence_number\"";

    private static final String DELETE =
            "DELETE FROM \"troupe_fact\" WHERE \"persistence_id\" = ? AND \"sequence_number\" = ?";

    /**
     * @param covered no recovery reads facts up to this number
     * @param many facts up to this number go although they are young
     * @param before facts of before this time, in milliseconds, are old
     */
    private record Job(String persistenceId, long covered, long many, long before) {}

    private final @Nullable JournalSettings journal;
    private final TrimSettings settings;
    private final Serialization serialization;
    /** Up to which number there are only facts that stay; touched by the one thread. */
    private final Map<String, Long> done = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            task -> {
                Thread made = new Thread(task, "journal-trim");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());

    private JournalTrim(@Nullable JournalSettings journal, TrimSettings settings, Serialization serialization) {
        this.journal = journal;
        this.settings = settings;
        this.serialization = serialization;
        thread.allowCoreThreadTimeOut(true);
    }

    public static JournalTrim of(ActorSystem<?> system) {
        return ID.get(Adapter.toClassic(system));
    }

    /**
     * A snapshot was made.
     *
     * @param latest the number of the fact that it follows
     * @param margin so many facts before it are still needed, if it should be of no use
     */
    public void covered(PersistenceId id, long latest, long margin, Instant now) {
        long before = now.minus(settings.age()).toEpochMilli();
        later(new Job(id.id(), latest - margin, latest - Math.max(margin, settings.facts()), before));
    }

    /** The entity has ended for good, with its latest fact: nothing but what was asked for is of interest any more. */
    public void ended(PersistenceId id) {
        later(new Job(id.id(), Long.MAX_VALUE, Long.MAX_VALUE, 0));
    }

    private void later(Job job) {
        if (job.covered() > 0) {
            thread.execute(() -> run(job));
        }
    }

    private void run(Job job) {
        JournalSettings known = journal;
        if (known == null) {
            return;
        }
        try (Connection connection = known.connect()) {
            connection.setAutoCommit(false);
            Batch batch;
            do {
                batch = batch(connection, job);
                connection.commit();
                if (batch.rows() > 0) {
                    done.put(job.persistenceId(), batch.last());
                }
            } while (batch.rows() == BATCH);
        } catch (SQLException e) {
            LOG.debug("The journal of {} is not made shorter now", job.persistenceId(), e);
        }
    }

    private record Batch(int rows, long last) {}

    private Batch batch(Connection connection, Job job) throws SQLException {
        List<Long> going = new ArrayList<>();
        long last = 0;
        int rows = 0;
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setMaxRows(BATCH);
            read.setString(1, job.persistenceId());
            read.setLong(2, done.getOrDefault(job.persistenceId(), 0L));
            read.setLong(3, job.covered());
            read.setString(4, job.persistenceId());
            read.setLong(5, job.many());
            read.setLong(6, job.before());
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    rows++;
                    last = row.getLong(1);
                    if (row.getBoolean(2) || !lasting(row)) {
                        going.add(last);
                    }
                }
            }
        }
        delete(connection, job.persistenceId(), going);
        return new Batch(rows, last);
    }

    private static void delete(Connection connection, String persistenceId, List<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (long number : numbers) {
                delete.setString(1, persistenceId);
                delete.setLong(2, number);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    /** What cannot be read stays: somebody else may know what it is. */
    private boolean lasting(ResultSet row) throws SQLException {
        return serialization
                .deserialize(row.getBytes(5), row.getInt(3), row.getString(4))
                .map(fact -> !(fact instanceof Fact known) || known.lasting())
                .getOrElse(() -> true);
    }

    /** Without an interrupt: that would close the file of an embedded database. */
    private void end() {
        thread.getQueue().clear();
        thread.shutdown();
        try {
            thread.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
