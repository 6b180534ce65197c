package io.troupe.persistence.offset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.persistence.Caller;
import io.troupe.persistence.Fact;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to the source offsets of a connector. The names in {@code @Type} are stored: they never change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OffsetsFact.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = OffsetsFact.Advanced.class, name = "advanced"),
    @JsonSubTypes.Type(value = OffsetsFact.Altered.class, name = "altered"),
    @JsonSubTypes.Type(value = OffsetsFact.Reset.class, name = "reset"),
    @JsonSubTypes.Type(value = OffsetsFact.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = OffsetsFact.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = OffsetsFact.Prepared.class, name = "prepared"),
    @JsonSubTypes.Type(value = OffsetsFact.Committed.class, name = "committed"),
    @JsonSubTypes.Type(value = OffsetsFact.Aborted.class, name = "aborted"),
    @JsonSubTypes.Type(value = OffsetsFact.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = OffsetsFact.Raised.class, name = "raised")
})
public sealed interface OffsetsFact extends Fact {

    @Override
    default boolean lasting() {
        return false;
    }

    OffsetsState applyTo(OffsetsState state);

    /** A run of a task took over: whatever earlier runs still send is void from here on. */
    record Opened(int task, Epoch epoch, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.opened(task, epoch);
        }
    }

    /**
     * @param number counts what the present run of the task recorded
     * @param offsets source partition and offset as canonical JSON, see {@link OffsetJson}; null forgets a partition
     */
    record Advanced(int task, long number, Map<String, @Nullable String> offsets, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.advanced(offsets).counted(task, number);
        }
    }

    /**
     * Somebody changed offsets by hand.
     *
     * @param epoch of the last run before: neither it nor an earlier one may write any more
     * @param offsets as in {@link Advanced}
     */
    record Altered(Epoch epoch, Map<String, @Nullable String> offsets, Instant at, Caller by) implements OffsetsFact {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.advanced(offsets).altered(epoch);
        }
    }

    /** Somebody made the connector begin anew; {@code epoch} as in {@link Altered}. */
    record Reset(Epoch epoch, Instant at, Caller by) implements OffsetsFact {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.emptied().altered(epoch);
        }
    }

    /** Exactly-once runs go by this plan of tasks; those that go by an earlier one have to look again. */
    record Planned(Plan plan, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.with(state.transactions().planned(plan));
        }
    }

    /** An exactly-once run of a task took over. */
    record Begun(int task, Epoch epoch, long revision, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.opened(task, epoch).with(state.transactions().begun(task, epoch, revision));
        }
    }

    /** A transaction with this mark is about to be committed in Kafka; once it is, these offsets hold. */
    record Prepared(int task, String mark, Map<String, @Nullable String> offsets, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.with(state.transactions().prepared(task, new Transactions.Batch(mark, offsets, at)));
        }
    }

    /**
     * The transaction with this mark was committed in Kafka.
     *
     * @param position of the mark; null when it is not known
     */
    record Committed(int task, String mark, @Nullable MarkPosition position, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.committed(task, mark, position);
        }
    }

    /** The transaction with this mark was not committed in Kafka, and never will be. */
    record Aborted(int task, String mark, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.aborted(task, mark);
        }
    }

    /** A run can commit nothing more in Kafka: it was closed, or fenced. */
    record Ended(int task, Epoch epoch, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.with(state.transactions().ended(task, epoch));
        }
    }

    /**
     * Somebody who changed the offsets by hand has accepted that Kafka had committed more than was remembered.
     *
     * @param marks the last ones in Kafka, by task
     */
    record Raised(Map<Integer, Long> marks, Instant at, Caller by) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.with(state.transactions().raised(marks));
        }
    }
}
