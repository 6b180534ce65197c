package io.troupe.worker.pipeline;

import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Closing;

/** A plugin and the loader that is the thread's context class loader while the plugin runs. */
record Plugged<T>(T plugin, ClassLoader loader) {

    /** The plugin, to be called at once; whoever enters brings the thread's own loader back afterwards. */
    T enter() {
        Thread.currentThread().setContextClassLoader(loader);
        return plugin;
    }

    void close() {
        if (plugin instanceof AutoCloseable closeable) {
            LoaderSwap.run(loader, () -> Closing.quietly(closeable));
        }
    }
}
