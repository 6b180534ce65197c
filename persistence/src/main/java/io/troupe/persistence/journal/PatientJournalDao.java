package io.troupe.persistence.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.collection.immutable.Set;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

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
    }

    @Override
    public Future<BoxedUnit> queueWriteJournalRows(Seq<Tuple2<JournalPekkoSerializationRow, Set<String>>> rows) {
        Write write = new Write(rows, System.nanoTime() + limit.toNanos());
        return FutureConverters.asScala(
                health.away() && !rows.isEmpty() ? whenBack(write, new SQLException("away", "08000")) : queued(write));
    }

    private CompletionStage<BoxedUnit> queued(Write write) {
        return follow(super.queueWriteJournalRows(write.rows()), failure -> afterFailure(write, failure, true));
    }

    /** @param inCompany whether others were written in the same transaction */
    private CompletionStage<BoxedUnit> afterFailure(Write write, Throwable failure, boolean inCompany) {
        if (ConnectionLoss.behind(failure)) {
            return whenBack(write, failure);
        }
        return isDuplicate(failure) ? settle(write, failure, inCompany) : CompletableFuture.failedFuture(failure);
    }

    private CompletionStage<BoxedUnit> whenBack(Write write, Throwable failure) {
        long left = write.deadlineNanos() - System.nanoTime();
        if (!health.watched() || left <= 0) {
            return CompletableFuture.failedFuture(failure);
        }
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            return CompletableFuture.failedFuture(failure);
        }
        health.suspect();
        return health.nextAnswer()
                .toCompletableFuture()
                .orTimeout(left, TimeUnit.NANOSECONDS)
                .handle((answered, tooLate) -> {
                    waiting.decrementAndGet();
                    return tooLate == null ? queued(write) : CompletableFuture.<BoxedUnit>failedFuture(failure);
                })
                .thenCompose(stage -> stage);
    }

    /** Whose row is it: ours from an earlier attempt, another's, or is only somebody else in the batch at fault? */
    private CompletionStage<BoxedUnit> settle(Write write, Throwable failure, boolean inCompany) {
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
        return stored.handle((there, unread) -> {
                    if (unread != null) {
                        return afterFailure(write, cause(unread), inCompany);
                    }
                    if (write.isStored(there)) {
                        return CompletableFuture.completedFuture(BoxedUnit.UNIT);
                    }
                    return there.isEmpty() && inCompany
                            ? follow(writeJournalRows(write.rows()), again -> afterFailure(write, again, false))
                            : CompletableFuture.<BoxedUnit>failedFuture(failure);
                })
                .thenCompose(stage -> stage);
    }

    private interface OnFailure {
        CompletionStage<BoxedUnit> go(Throwable failure);
    }

    private static CompletionStage<BoxedUnit> follow(Future<BoxedUnit> written, OnFailure onFailure) {
        return FutureConverters.asJava(written)
                .handle((done, failure) -> failure == null
                        ? CompletableFuture.completedFuture(BoxedUnit.UNIT)
                        : onFailure.go(cause(failure)))
                .thenCompose(stage -> stage);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static boolean isDuplicate(@Nullable Throwable failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith(DUPLICATE);
    }
}
