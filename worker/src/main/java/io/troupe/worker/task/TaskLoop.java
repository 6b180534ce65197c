package io.troupe.worker.task;

import java.time.Duration;

/**
 * A task that can be run turn by turn. Every method but {@link #wake} and {@link #abandon} is called on the one thread
 * of the task's host, may block, and may throw whatever the plugin throws.
 */
public interface TaskLoop {

    /** How a task's life ends, as far as others notice. */
    enum End {
        /** It goes on elsewhere with the same revision: what it holds stays reserved for it. */
        HANDED_OVER,
        /** It begins anew with another revision: what it holds is given back, and given out by what is wanted then. */
        REVISED,
        /** It is not wanted any more: what it holds is given back. */
        FOR_GOOD,
        /** It failed: what it holds is given back, nothing more is put. */
        FAILED
    }

    String version();

    /** Initializes and starts the plugin. */
    void start();

    /**
     * One poll's worth of work, and what is due besides, also while paused.
     *
     * @return how long the next turn may wait
     */
    Duration turn();

    void pause();

    void resume();

    /** Commits for the last time if that makes sense, stops the plugin, and closes all it used. */
    void stop(End end);

    /** Makes a turn that waits for input return soon. Safe from any thread. */
    default void wake() {}

    /** The task is about to be stopped: a record that waits to be tried again does not any longer. Safe from any thread. */
    default void hurry() {}

    /** The owner gave up on a call that does not return: from now on this task can commit nothing. Safe from any thread. */
    void abandon();
}
