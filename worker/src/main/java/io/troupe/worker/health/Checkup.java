package io.troupe.worker.health;

import io.troupe.worker.health.Condition.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a run of a task says, which is that it runs, with what it does. To be looked at again and again, a few
 * times within the shortest limit; by one thread at a time.
 */
public final class Checkup {

    /**
     * How long something may be so.
     *
     * @param silence no answer for records that are to reach Kafka, or no turn although one is due
     * @param uncommitted no commit of offsets that succeeds
     */
    public record Limits(Duration silence, Duration uncommitted) {}

    /**
     * @param conditions what is wrong now
     * @param death why the task can never go on by itself; null while it can
     */
    public record Findings(
            List<Condition> conditions, @Nullable String death) {}

    /** No turn is due. */
    public static final long NO_TURN = 0;

    private final Vitals vitals;
    private final Limits limits;
    private final Lasting unanswered;
    private final Lasting overdue;
    private long outstandingBefore;
    private long doneBefore;
    private long dueBefore = NO_TURN;

    public Checkup(Vitals vitals, Limits limits) {
        this.vitals = vitals;
        this.limits = limits;
        this.unanswered = new Lasting(limits.silence().toNanos());
        this.overdue = new Lasting(limits.silence().toNanos());
    }

    /**
     * @param nowNanos by {@link System#nanoTime}
     * @param due when the task's thread ought to have begun its next turn, which it has not; {@link #NO_TURN} when none
     *     is due, or the thread is in a call
     */
    public Findings look(long nowNanos, long due) {
        long outstanding = vitals.outstanding();
        long unansweredNanos = unanswered(outstanding, nowNanos);
        List<Condition> found = new ArrayList<>(vitals.said(nowNanos));
        if (unansweredNanos >= limits.silence().toNanos()) {
            found.add(new Condition(
                    Kind.UNACKNOWLEDGED,
                    unanswered.sinceNanos(),
                    Duration.ofNanos(unansweredNanos),
                    "Kafka has acknowledged nothing for " + TimeUnit.NANOSECONDS.toSeconds(unansweredNanos)
                            + " s; records that were polled and are not in Kafka: " + outstanding));
        }
        Condition uncommitted = vitals.uncommitted(nowNanos, limits.uncommitted());
        if (uncommitted != null) {
            found.add(uncommitted);
        }
        return new Findings(found, death(nowNanos, due, unansweredNanos));
    }

    /** How long nothing was answered while there was something to answer, at the look before as well. */
    private long unanswered(long outstanding, long nowNanos) {
        long done = vitals.done();
        boolean so = outstanding > 0 && outstandingBefore > 0 && done == doneBefore;
        outstandingBefore = outstanding;
        doneBefore = done;
        return unanswered.look(so, nowNanos);
    }

    private @Nullable String death(long nowNanos, long due, long unansweredNanos) {
        boolean so = due != NO_TURN && due == dueBefore;
        dueBefore = due;
        long overdueNanos = overdue.look(so, nowNanos);
        if (overdueNanos >= limits.silence().toNanos()) {
            return "The task's thread is gone: its turn has been due for "
                    + TimeUnit.NANOSECONDS.toSeconds(overdueNanos) + " s";
        }
        return unansweredNanos > 0 && vitals.producerDead()
                ? "The thread of the task's producer is gone: nothing that the task sends reaches Kafka any more"
                : null;
    }
}
