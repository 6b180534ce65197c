package io.troupe.plugins.isolation;

/**
 * Makes a plugin's loader the thread's context class loader until it is closed.
 *
 * <p>Plugin code finds its services and classes by the context class loader, so every call into a plugin is wrapped in
 * one of these (behaviours 1). Open and close it on the same thread; swaps may be nested.
 */
public final class LoaderSwap implements AutoCloseable {

    private final Thread thread;
    private final ClassLoader before;

    private LoaderSwap(Thread thread, ClassLoader before) {
        this.thread = thread;
        this.before = before;
    }

    /** Swaps now; the loader of before comes back with {@link #close()}. */
    public static LoaderSwap to(ClassLoader loader) {
        Thread thread = Thread.currentThread();
        LoaderSwap swap = new LoaderSwap(thread, thread.getContextClassLoader());
        thread.setContextClassLoader(loader);
        return swap;
    }

    /** Runs one call with the given loader and returns its answer; whatever the call throws passes through. */
    public static <T, X extends Throwable> T in(ClassLoader loader, Call<T, X> call) throws X {
        LoaderSwap swap = to(loader);
        try (swap) {
            return call.run();
        }
    }

    /** The same for a call without an answer. */
    public static void run(ClassLoader loader, Runnable call) {
        LoaderSwap swap = to(loader);
        try (swap) {
            call.run();
        }
    }

    /**
     * Brings back the loader of before.
     *
     * @throws IllegalStateException on another thread than the one that swapped, whose loader would be lost otherwise
     */
    @Override
    public void close() {
        if (Thread.currentThread() != thread) {
            throw new IllegalStateException("The context class loader of thread " + thread.getName()
                    + " cannot be restored by thread " + Thread.currentThread().getName());
        }
        thread.setContextClassLoader(before);
    }

    /** What runs inside the swap. */
    @FunctionalInterface
    public interface Call<T, X extends Throwable> {
        T run() throws X;
    }
}
