package io.troupe.persistence.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.scaladsl.Source;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;
import slick.jdbc.hikaricp.HikariCPJdbcDataSource;

/**
 * Writes that wait for a database that is away, so that no entity fails for it. All that waits goes on through the
 * journal's queue, in batches, over its few connections: that is what keeps a database that comes back from a storm.
 *
 * <p>A connection that breaks does not tell whether its last transaction was committed. So what is written again may be
 * there already; then it counts as written when it is this very write. Whatever another writer has put in its place
 * remains a failure: that is how entities that live twice are fenced.
 */
public final class PatientJournalDao extends DefaultJournalDao {

    private static final int MOST_WAITING = 10_000;
    private static final String DUPLICATE = "23";
    private static final Outage AWAY = new Outage(Outage.Kind.SILENT, "away");

    private final JournalHealth health;
    private final Duration limit;
    private final AtomicInteger waiting = new AtomicInteger();

    /** What one entity writes at once, all of it or nothing. */
    private record Write(Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows, long deadlineNanos) {

        private List<JournalPekkoSerializationRow> facts() {
            return CollectionConverters.asJava(rows).stream().map(Tuple2::_1).toList();
        }

        /** The instance of an entity that wrote it has an id of its own, and uses a sequence number once. */
        private boolean isStored(List<PersistentRepr> stored) {
            List<JournalPekkoSerializationRow> facts = facts();
            if (stored.size() != facts.size()) {
                return false;
            }
            for (int i = 0; i < stored.size(); i++) {
                PersistentRepr there = stored.get(i);
                JournalPekkoSerializationRow here = facts.get(i);
                if (there.sequenceNr() != here.sequenceNumber()
                        || !there.writerUuid().equals(here.writer())
                        || there.timestamp() != here.writeTimestamp()) {
                    return false;
                }
            }
            return true;
        }
    }

    public PatientJournalDao(
            JdbcBackend.JdbcDatabaseDef db,
            JdbcProfile profile,
            JournalConfig config,
            Serialization serialization,
            ExecutionContext executionContext,
            Materializer materializer) {
        super(db, profile, config, serialization, executionContext, materializer);
        this.health = JournalHealth.of(materializer.system());
        this.limit = materializer.system().settings().config().getDuration("troupe.database.outage-limit");
        if (db.source() instanceof HikariCPJdbcDataSource pool) {
            health.renewing(() -> pool.ds().getHikariPoolMXBean().softEvictConnections());
        }
    }

    @Override
    public Future<BoxedUnit> queueWriteJournalRows(Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
        Write write = new Write(rows, System.nanoTime() + limit.toNanos());
        return health.away() && !rows.isEmpty()
                ? whenBack(write, AWAY, new SQLException("away", "08000"))
                : queued(write);
    }

    /** Who cannot be read, or read whole, has nobody wait for it; but it is found out why. */
    @Override
    public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
            String persistenceId, long fromSequenceNr, long toSequenceNr, long max) {
        return super.messages(persistenceId, fromSequenceNr, toSequenceNr, max)
                .asJava()
                .mapError(Throwable.class, failure -> {
                    Outage.behind(failure).ifPresent(health::suspect);
                    return failure;
                })
                .asScala();
    }

    @Override
    public Future<Object> highestSequenceNr(String persistenceId, long fromSequenceNr) {
        Future<Object> asked = super.highestSequenceNr(persistenceId, fromSequenceNr);
        asked.onComplete(health::noting, ec());
        return asked;
    }

    private Future<BoxedUnit> queued(Write write) {
        return follow(super.queueWriteJournalRows(write.rows()), failure -> afterFailure(write, failure, true));
    }

    /** @param inCompany whether others were written in the same transaction */
    private Future<BoxedUnit> afterFailure(Write write, Throwable failure, boolean inCompany) {
        Optional<Outage> outage = Outage.behind(failure);
        if (outage.isPresent()) {
            return whenBack(write, outage.get(), failure);
        }
        return isDuplicate(failure) ? settle(write, failure, inCompany) : failed(failure);
    }

    private Future<BoxedUnit> whenBack(Write write, Outage outage, Throwable failure) {
        long left = write.deadlineNanos() - System.nanoTime();
        if (!health.watched() || left <= 0) {
            return failed(failure);
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return failed(failure);
        }
        health.suspect(outage);
        return FutureConverters.asScala(
                        health.nextAnswer().toCompletableFuture().orTimeout(left, TimeUnit.NANOSECONDS))
                .transformWith(
                        answered -> {
                            waiting.decrementAndGet();
                            return answered.isSuccess() ? queued(write) : failed(failure);
                        },
                        ec());
    }

    /** Whose row is it: ours from an earlier attempt, another's, or is only somebody else in the batch at fault? */
    private Future<BoxedUnit> settle(Write write, Throwable failure, boolean inCompany) {
        List<JournalPekkoSerializationRow> facts = write.facts();
        JournalPekkoSerializationRow first = facts.get(0);
        CompletionStage<List<PersistentRepr>> stored = messages(
                        first.persistenceId(),
                        first.sequenceNumber(),
                        facts.get(facts.size() - 1).sequenceNumber(),
                        facts.size())
                .asJava()
                .map(Try::get)
                .map(Tuple2::_1)
                .runWith(Sink.seq(), mat());
        return FutureConverters.asScala(stored)
                .transformWith(
                        there -> {
                            if (there.isFailure()) {
                                return afterFailure(write, there.failed().get(), inCompany);
                            }
                            if (write.isStored(there.get())) {
                                return Future.successful(BoxedUnit.UNIT);
                            }
                            return there.get().isEmpty() && inCompany
                                    ? follow(writeJournalRows(write.rows()), again -> afterFailure(write, again, false))
                                    : failed(failure);
                        },
                        ec());
    }

    /** In Scala's own terms: a stage made of its future would hand each write to another thread. */
    private Future<BoxedUnit> follow(Future<BoxedUnit> written, Function<Throwable, Future<BoxedUnit>> onFailure) {
        return written.transformWith(
                result -> result.isSuccess()
                        ? written
                        : onFailure.apply(result.failed().get()),
                ec());
    }

    private static Future<BoxedUnit> failed(Throwable failure) {
        return Future$.MODULE$.failed(failure);
    }

    private static boolean isDuplicate(@Nullable Throwable failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith(DUPLICATE);
    }
}
