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
        /** A reference in the configuration stands for nothing. */
        UNRESOLVED,
        /** What was asked can never work: it is larger than a limit. */
        TOO_LARGE,
        /** A plugin or Kafka failed at what was asked. */
        FAILED,
        /** The cluster did not answer in time; asking again may help. */
        TIMED_OUT,
        /** The database is away: nothing can be recorded; asking again helps once it is back. */
        UNAVAILABLE
    }

    private static final String CURE =
            " Connectors and tasks go on. Check the database and troupe.database.url, and try"
                    + " again when it is back.";

    /**
     * Of a change that nobody has begun.
     *
     * @param trouble what is the matter with the database, in a sentence
     */
    public static Refusal unavailable(String trouble) {
        return new Refusal(Reason.UNAVAILABLE, trouble + " So nothing can be changed now." + CURE);
    }

    /** Of a change that was under way when the database went away; {@code trouble} as above. */
    public static Refusal inDoubt(String trouble) {
        return new Refusal(
                Reason.UNAVAILABLE,
                trouble + " That was before the change was recorded; it may still be carried out." + CURE);
    }

    /** Of what has to be read from the database first; {@code trouble} as above. */
    public static Refusal unreadable(String trouble) {
        return new Refusal(Reason.UNAVAILABLE, trouble + " So this cannot be read now." + CURE);
    }

    public RefusedException asException() {
        return new RefusedException(this);
    }
}
