package io.troupe.worker.health;

/**
 * For how long something has been so, as far as it was looked at. A long time without a look counts for no more than
 * half of what is waited for: a process that was frozen, or starved of processor time, looks again before it judges.
 */
final class Lasting {

    private static final long NEVER = Long.MIN_VALUE;

    private final long mostNanosALook;
    private long lookedNanos = NEVER;
    private long sinceNanos;
    private long lastedNanos;

    Lasting(long limitNanos) {
        mostNanosALook = Math.max(1, limitNanos / 2);
    }

    /** @return how long it has been so; 0 when it is not, or was not before */
    long look(boolean so, long nowNanos) {
        if (!so || lookedNanos == NEVER) {
            sinceNanos = nowNanos;
            lastedNanos = 0;
        } else {
            lastedNanos += Math.min(nowNanos - lookedNanos, mostNanosALook);
        }
        lookedNanos = nowNanos;
        return lastedNanos;
    }

    /** When it began to be so. */
    long sinceNanos() {
        return sinceNanos;
    }
}
