package io.troupe.persistence.offset;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.persistence.Caller;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened to the source offsets of a connector. The names in {@code @Type} are stored: they never change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OffsetsFact.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = OffsetsFact.Advanced.class, name = "advanced"),
    @JsonSubTypes.Type(value = OffsetsFact.Altered.class, name = "altered"),
    @JsonSubTypes.Type(value = OffsetsFact.Reset.class, name = "reset")
})
public sealed interface OffsetsFact {

    OffsetsState applyTo(OffsetsState state);

    /** A run of a task took over: whatever earlier runs still send is void from here on. */
    record Opened(int task, Epoch epoch, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.opened(task, epoch);
        }
    }

    /** @param offsets source partition and offset as canonical JSON, see {@link OffsetJson}; null forgets a partition */
    record Advanced(int task, Map<String, @Nullable String> offsets, Instant at) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.advanced(offsets);
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
        public OffsetsState applyTo(OffsetsState state) {
            return state.advanced(offsets).altered(epoch);
        }
    }

    /** Somebody made the connector begin anew; {@code epoch} as in {@link Altered}. */
    record Reset(Epoch epoch, Instant at, Caller by) implements OffsetsFact {
        @Override
        public OffsetsState applyTo(OffsetsState state) {
            return state.emptied().altered(epoch);
        }
    }
}
