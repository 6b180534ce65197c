package io.troupe.cluster.placement;

import java.util.function.LongSupplier;

/**
 * How many shards move at once. A process that has just started is slow at what it does for the first time: so the first
 * batch is one shard, and each further one twice as large.
 */
final class Batches {

    private final Pace pace;
    private final LongSupplier nanoTime;
    private int size = 1;
    private long sinceNanos;

    Batches(Pace pace, LongSupplier nanoTime) {
        this.pace = pace;
        this.nanoTime = nanoTime;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /** Whether the pause since the last batch is over. */
    boolean due() {
        return nanoTime.getAsLong() - sinceNanos >= pace.pause().toNanos();
    }

    int size() {
        return size;
    }

    /** @param shards of the batch that moves now; with none all have their share, and whoever joins next is new again */
    void moved(int shards) {
        if (shards == 0) {
            size = 1;
        } else {
            size = Math.min(pace.batch(), 2 * size);
            sinceNanos = nanoTime.getAsLong();
        }
    }
}
