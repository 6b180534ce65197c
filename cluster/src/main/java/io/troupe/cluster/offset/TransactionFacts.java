package io.troupe.cluster.offset;

import io.troupe.cluster.offset.OffsetsEntity.Answer;
import io.troupe.cluster.offset.OffsetsEntity.Begin;
import io.troupe.cluster.offset.OffsetsEntity.Prepare;
import io.troupe.cluster.offset.OffsetsEntity.Settle;
import io.troupe.cluster.offset.OffsetsEntity.Supersede;
import io.troupe.persistence.offset.OffsetsFact;
import io.troupe.persistence.offset.OffsetsState;
import io.troupe.persistence.offset.Transactions;
import io.troupe.persistence.offset.Transactions.Batch;
import io.troupe.persistence.offset.Transactions.Run;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what becomes facts of what exactly-once runs say. */
final class TransactionFacts {

    /** Longer than fencing takes: two who fence could hit each other's new runs. */
    private static final Duration FENCING = Duration.ofSeconds(30);

    private final Clock clock;
    private @Nullable Instant fencingUntil;

    TransactionFacts(Clock clock) {
        this.clock = clock;
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
            fencingUntil = null;
            return ask.plan().equals(known.plan())
                    ? Decision.only(new OffsetsEntity.Recorded())
                    : new Decision(
                            List.of(new OffsetsFact.Planned(ask.plan(), clock.instant())),
                            new OffsetsEntity.Recorded());
        }
        return Decision.only(new OffsetsEntity.Unsettled(ask.now() && !mayFence() ? Map.of() : earlier));
    }

    private boolean mayFence() {
        Instant now = clock.instant();
        Instant others = fencingUntil;
        if (others != null && now.isBefore(others)) {
            return false;
        }
        fencingUntil = now.plus(FENCING);
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
                new OffsetsEntity.Began(state.transactions().pending(ask.task())));
    }

    /** Who prepares the next transaction has committed the one before, whether or not the news of it arrived. */
    Decision on(OffsetsState state, Prepare ask) {
        Transactions known = state.transactions();
        if (!known.accepts(ask.task(), ask.epoch()) || !state.accepts(ask.task(), ask.epoch())) {
            return Decision.only(new OffsetsEntity.Fenced());
        }
        List<OffsetsFact> facts = new ArrayList<>();
        Batch pending = known.pending(ask.task());
        if (pending != null) {
            if (pending.mark().equals(ask.mark())) {
                return Decision.only(new OffsetsEntity.Recorded());
            }
            if (!pending.mark().equals(ask.after())) {
                return Decision.only(new OffsetsEntity.Fenced());
            }
            facts.add(new OffsetsFact.Committed(ask.task(), pending.mark(), clock.instant()));
        }
        facts.add(new OffsetsFact.Prepared(ask.task(), ask.mark(), ask.offsets(), clock.instant()));
        return new Decision(facts, new OffsetsEntity.Recorded());
    }

    /** A run that is fenced may have prepared another transaction in the meantime: it is to be asked for again. */
    Decision on(OffsetsState state, Settle ask) {
        Transactions known = state.transactions();
        boolean current = known.accepts(ask.task(), ask.epoch());
        List<OffsetsFact> facts = new ArrayList<>();
        Batch pending = known.pending(ask.task());
        String mark = ask.mark();
        boolean certain = pending == null || pending.mark().equals(mark);
        if (pending != null && mark != null && certain) {
            facts.add(
                    ask.committed()
                            ? new OffsetsFact.Committed(ask.task(), mark, clock.instant())
                            : new OffsetsFact.Aborted(ask.task(), mark, clock.instant()));
        }
        if (current && ask.over()) {
            if (certain) {
                facts.add(new OffsetsFact.Ended(ask.task(), ask.epoch(), clock.instant()));
            } else {
                fencingUntil = null;
            }
        }
        return new Decision(facts, current ? new OffsetsEntity.Recorded() : new OffsetsEntity.Fenced());
    }
}
