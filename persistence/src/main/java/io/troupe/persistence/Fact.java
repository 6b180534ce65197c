package io.troupe.persistence;

/** What is recorded of something that happened. */
public interface Fact {

    /**
     * True when somebody asked for it: such facts are the history of what people did, and kept for good. All others say how
     * something went, and are kept for a while.
     */
    boolean lasting();
}
