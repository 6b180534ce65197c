package io.troupe.node;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a command has started, ended once, the last first: by the command itself, or by SIGTERM and Ctrl-C. The only
 * place with a shutdown hook.
 */
final class Lifetime implements AutoCloseable {
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final CountDownLatch ending = new CountDownLatch(1);
    private final Thread hook = new Thread(this::close, "troupe-end");

    private Lifetime() {}

    static Lifetime begin() {
        Lifetime lifetime = new Lifetime();
        Runtime.getRuntime().addShutdownHook(lifetime.hook);
        return lifetime;
    }

    /** Takes over what was just started; ends it at once when the end has come in the meantime. */
    synchronized <T extends AutoCloseable> T own(T resource) {
        started.push(resource);
        if (isEnding()) {
            endAll();
        }
        return resource;
    }

    boolean isEnding() {
        return ending.getCount() == 0;
    }

    /** @throws CommandFailed when the worker has ended by itself */
    void untilEndOf(Troupe worker) {
        AtomicBoolean byItself = new AtomicBoolean();
        worker.ended().thenRun(() -> {
            byItself.set(!isEnding());
            ending.countDown();
        });
        untilEnd();
        if (byItself.get()) {
            throw new CommandFailed("This worker has ended: the other workers could not reach it for long and have"
                    + " removed it from their cluster. Start it again.");
        }
    }

    void untilEnd() {
        try {
            ending.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits a while; true when the end has come. */
    boolean endsWithin(Duration wait) {
        try {
            return ending.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        ending.countDown();
        synchronized (this) {
            endAll();
        }
        if (Thread.currentThread() != hook) {
            forgetHook();
        }
    }

    private void endAll() {
        for (@Nullable AutoCloseable it = started.poll(); it != null; it = started.poll()) {
            try {
                it.close();
            } catch (Exception e) {
                System.err.println("troupe: at the end: " + CommandFailed.lineOf(e));
            }
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The hook runs or has run; there is nothing left for it to end.
        }
    }
}
