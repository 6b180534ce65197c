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
        TIMED_OUT,
        /** The database is away: nothing can be recorded; asking again helps once it is back. */
        UNAVAILABLE
    }

    private static final String CURE = " Connectors and tasks go on. Check the database server and"
            + " troupe.database.url, and try again when it is back.";

    /** Of a change that nobody has begun. */
    public static Refusal unavailable() {
        return new Refusal(Reason.UNAVAILABLE, "The database does not answer now, so nothing can be changed." + CURE);
    }

    /** Of a change that was under way when the database went away. */
    public static Refusal inDoubt() {
        return new Refusal(
                Reason.UNAVAILABLE,
                "The database went away before the change was recorded; it may still be carried out." + CURE);
    }

    /** Of what has to be read from the database first. */
    public static Refusal unreadable() {
        return new Refusal(Reason.UNAVAILABLE, "The database does not answer now, so this cannot be read." + CURE);
    }

    public RefusedException asException() {
        return new RefusedException(this);
    }
}
