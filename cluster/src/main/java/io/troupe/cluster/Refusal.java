package io.troupe.cluster;

/** An expected "no", with a text for the person who asked. */
public record Refusal(Reason reason, String text) {

    /** Why something is refused. */
    public enum Reason {
        /** No connector or task of that name. */
        NOT_FOUND,
        ALREADY_EXISTS,
        /** The request itself is wrong. */
        INVALID,
        /** A plugin or Kafka failed at what was asked. */
        FAILED,
        /** The cluster did not answer in time; asking again may help. */
        TIMED_OUT
    }

    public RefusedException asException() {
        return new RefusedException(this);
    }
}
