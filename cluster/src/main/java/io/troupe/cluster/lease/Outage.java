package io.troupe.cluster.lease;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a member may conclude when the lease cannot be read as it has to decide. If the database is away for everybody,
 * members and age decide, which all sides count alike. But whoever has lost the database and other members in one moment
 * is itself the one that is cut off, as far as it can know, and has to give way.
 *
 * @param sinceNanos when the lease could not be read for the first time
 * @param refused whether the database's host says that nobody listens there: it is in reach, and the database is away
 */
record Outage(long sinceNanos, boolean refused) {

    /** Members are missed after some 2 s, and an answer is waited for as long: what is closer counts as one moment. */
    private static final Duration ONE_MOMENT = Duration.ofSeconds(4);

    private static final int DEEPEST = 20;

    static Outage begun(@Nullable Outage before, Throwable failure, long nowNanos) {
        return new Outage(before == null ? nowNanos : before.sinceNanos(), refuses(failure));
    }

    /** @param missingSinceNanos when the members were missed for the first time */
    boolean isEverybodys(long missingSinceNanos) {
        return refused || missingSinceNanos - sinceNanos > ONE_MOMENT.toNanos();
    }

    private static boolean refuses(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof java.net.ConnectException
                    && String.valueOf(cause.getMessage()).contains("refused")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
