package io.troupe.persistence.offset;

/** Where the mark of a transaction is in the offsets topic: there is nothing to look for before it. */
public record MarkPosition(int partition, long offset) {}
