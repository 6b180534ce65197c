package io.troupe.persistence.offset;

import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of the marks that a task's transactions carry. They are counted, and the count never goes back:
 * a mark in Kafka beyond the last one here was forgotten by the journal.
 *
 * @param last the highest that was prepared; 0 for none
 * @param committed the highest that is known to be committed in Kafka; 0 for none
 * @param position where that one is; null when it is not known
 */
public record Marks(long last, long committed, @Nullable MarkPosition position) {

    public static final Marks NONE = new Marks(0, 0, null);

    Marks prepared(long mark) {
        return new Marks(Math.max(last, mark), committed, position);
    }

    Marks committed(long mark, @Nullable MarkPosition at) {
        return mark < committed ? this : new Marks(Math.max(last, mark), mark, at == null ? position : at);
    }
}
