package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.cluster.offset.OffsetsEntity.Begin;
import io.troupe.cluster.offset.OffsetsEntity.Prepare;
import io.troupe.cluster.offset.OffsetsEntity.Settle;
import io.troupe.cluster.offset.OffsetsEntity.Supersede;
import io.troupe.persistence.offset.CommittedMark;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.persistence.offset.Transactions;
import io.troupe.persistence.offset.Transactions.Batch;
import io.troupe.persistence.offset.Transactions.Run;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Decides what becomes facts of what exactly-once runs say. */
final class TransactionFacts {

    /** Longer than fencing takes: two who fence could hit each other's new runs. */
    private static final Duration FENCING = Duration.ofSeconds(30);

    private final Clock clock;
    private final LongSupplier nanoTime;
    private @Nullable Long fencingSince;

    /** @param nanoTime that goes on however the clock is set */
    TransactionFacts(Clock clock, LongSupplier nanoTime) {
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    record Decision(List<OffsetsFact> facts, Answer answer) {
        private static Decision only(Answer answer) {
            return new Decision(List.of(), answer);
        }
    }

    /** Several tasks of a new plan begin at about the same time: one of them fences for all. */
    Decision on(OffsetsState state, Supersede ask) {
        Transactions known = state.transactions();
        if (known.outdates(ask.plan())) {
            return Decision.only(new OffsetsEntity.Outdated());
        }
        Map<Integer, Run> earlier = known.superseded(ask.plan(), ask.revisions());
        if (earlier.isEmpty()) {
            fencingSince = null;
            return ask.plan().equals(known.plan())
                    ? Decision.only(new OffsetsEntity.Recorded())
                    : new Decision(
                            List.of(new OffsetsFact.Planned(ask.plan(), clock.instant())),
                            new OffsetsEntity.Recorded());
        }
        return Decision.only(new OffsetsEntity.Unsettled(ask.now() && !mayFence() ? Map.of() : earlier, known.marks()));
    }

    private boolean mayFence() {
        long now = nanoTime.getAsLong();
        Long others = fencingSince;
        if (others != null && now - others < FENCING.toNanos()) {
            return false;
        }
        fencingSince = now;
        return true;
    }

    Decision on(OffsetsState state, Begin ask) {
        if (state.transactions().outdates(ask.plan())) {
            return Decision.only(new OffsetsEntity.Outdated());
        }
        if (!state.accepts(ask.task(), ask.epoch())) {
            return Decision.only(new OffsetsEntity.Fenced());
        }
        return new Decision(
                List.of(new OffsetsFact.Begun(ask.task(), ask.epoch(), ask.revision(), clock.instant())),
                new OffsetsEntity.Began(
                        state.transactions().pending(ask.task()),
                        state.transactions().marksOf(ask.task())));
    }

    /**
     * Who prepares the next transaction has committed the one before, whether or not the news of it arrived. Marks are
     * counted: a gap means that the journal has lost what a run of before, or this one, had recorded.
     */
    Decision on(OffsetsState state, Prepare ask) {
        Transactions known = state.transactions();
        if (!known.accepts(ask.task(), ask.epoch()) || !state.accepts(ask.task(), ask.epoch())) {
            return Decision.only(new OffsetsEntity.Fenced());
        }
        List<OffsetsFact> facts = new ArrayList<>();
        Batch pending = known.pending(ask.task());
        if (pending != null && pending.mark().equals(ask.mark())) {
            return Decision.only(new OffsetsEntity.Recorded());
        }
        long next = known.marksOf(ask.task()).last() + 1;
        long asked = Batch.number(ask.mark());
        if (asked > next) {
            return Decision.only(new OffsetsEntity.Undecided(Outcome.JOURNAL_BEHIND, ask.task(), next - 1, 0));
        }
        if (asked < next || (pending != null && !pending.mark().equals(ask.after()))) {
            return Decision.only(new OffsetsEntity.Fenced());
        }
        if (pending != null) {
            facts.add(new OffsetsFact.Committed(ask.task(), pending.mark(), null, clock.instant()));
        }
        facts.add(new OffsetsFact.Prepared(ask.task(), ask.mark(), ask.offsets(), clock.instant()));
        return new Decision(facts, new OffsetsEntity.Recorded());
    }

    /**
     * A run that is fenced may have prepared another transaction since what was pending was looked at: it is to be fenced
     * again.
     */
    Decision on(OffsetsState state, Settle ask) {
        Transactions known = state.transactions();
        boolean current = known.accepts(ask.task(), ask.epoch());
        Answer done = current ? new OffsetsEntity.Recorded() : new OffsetsEntity.Fenced();
        Batch pending = known.pending(ask.task());
        if (pending != null && !pending.mark().equals(ask.mark())) {
            fencingSince = null;
            return Decision.only(ask.over() ? done : new OffsetsEntity.Fenced());
        }
        Outcome outcome = Outcome.of(pending, known.marksOf(ask.task()), ask.seen());
        Answer undecided = undecided(known, ask, outcome);
        if (undecided != null && !ask.accepting()) {
            fencingSince = null;
            return Decision.only(undecided);
        }
        List<OffsetsFact> facts = new ArrayList<>();
        if (pending != null) {
            facts.add(settled(ask, pending.mark(), outcome));
        }
        if (current && ask.over()) {
            facts.add(new OffsetsFact.Ended(ask.task(), ask.epoch(), clock.instant()));
        }
        return new Decision(facts, done);
    }

    private static @Nullable Answer undecided(Transactions known, Settle ask, Outcome outcome) {
        CommittedMark seen = ask.seen();
        if (!outcome.certain()) {
            long last = known.marksOf(ask.task()).last();
            return new OffsetsEntity.Undecided(outcome, ask.task(), last, seen == null ? 0 : seen.number());
        }
        for (Map.Entry<Integer, Long> each : ask.numbers().entrySet()) {
            long last = known.marksOf(each.getKey()).last();
            if (each.getValue() > last) {
                return new OffsetsEntity.Undecided(Outcome.JOURNAL_BEHIND, each.getKey(), last, each.getValue());
            }
        }
        return null;
    }

    private OffsetsFact settled(Settle ask, String mark, Outcome outcome) {
        CommittedMark seen = ask.seen();
        return outcome == Outcome.COMMITTED
                ? new OffsetsFact.Committed(ask.task(), mark, seen == null ? null : seen.position(), clock.instant())
                : new OffsetsFact.Aborted(ask.task(), mark, clock.instant());
    }
}
