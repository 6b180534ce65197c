package io.troupe.bench.company;

import io.troupe.bench.ConnectRest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A client that asks the same over and over while something happens; what waits inside shows in its answers. */
final class Questions implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(35);

    private final AtomicLong slowest = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread asking;

    Questions(ConnectRest rest, String path) {
        asking = new Thread(() -> ask(rest, path), "questions");
        asking.setDaemon(true);
        asking.start();
    }

    private void ask(ConnectRest rest, String path) {
        try {
            do {
                long begin = System.nanoTime();
                if (rest.read(path).isEmpty()) {
                    failed.incrementAndGet();
                }
                slowest.accumulateAndGet(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), Math::max);
            } while (!over.await(100, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In milliseconds. */
    long slowest() {
        return slowest.get();
    }

    int failed() {
        return failed.get();
    }

    /** Waits for the last answer. */
    @Override
    public void close() {
        over.countDown();
        try {
            asking.join(END_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
