package io.troupe.cluster.connector;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads for calls that a plugin may never return from: so many and no more, gone when idle, and holding up no exit. */
final class PluginPool {

    private static final long IDLE_SECONDS = 10;

    private PluginPool() {}

    /** Work that finds no free thread is rejected. */
    static ThreadPoolExecutor of(String threadName, int most) {
        return new ThreadPoolExecutor(
                0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> daemon(task, threadName));
    }

    /** Work that finds no free thread waits for one; so much and no more. */
    static ThreadPoolExecutor ofPatient(String threadName, int most, int waiting) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(waiting),
                task -> daemon(task, threadName));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
