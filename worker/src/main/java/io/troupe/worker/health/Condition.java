package io.troupe.worker.health;

import java.time.Duration;

/**
 * Something is wrong with a task that runs.
 *
 * @param begunNanos when it began, by {@link System#nanoTime}: tells it from an earlier one of its kind
 * @param age since it began
 * @param reason in words, or where the task's thread is; capped, as it travels between nodes
 */
public record Condition(Kind kind, long begunNanos, Duration age, String reason) {

    /** What is wrong. Its name in small letters is what users and figures see. */
    public enum Kind {
        /** The task's thread has not come back from one call of its plugin for long: a poll may wait as it likes. */
        STALLED,
        /** Kafka has acknowledged nothing for long, although there are records to be acknowledged. */
        UNACKNOWLEDGED,
        /** Commits of offsets have failed for long, or one does not end. */
        UNCOMMITTED,
        /** Partitions that the task's connector subscribes to are consumed by nobody. */
        UNREAD;

        /** Whether the task counts as degraded. */
        public boolean degrades() {
            return this != STALLED;
        }
    }

    /** Long enough for a deep stack. */
    public static final int MOST_CHARACTERS = 16_384;

    public Condition {
        reason = capped(reason, MOST_CHARACTERS);
    }

    /** The beginning of a text, if it is longer than that. */
    public static String capped(String text, int characters) {
        return text.length() <= characters ? text : text.substring(0, characters - 1) + "…";
    }
}
