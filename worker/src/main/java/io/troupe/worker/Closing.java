package io.troupe.worker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what a task used, one after the other, whatever the others do. */
public final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /** A failure is logged: the work is done, and nobody could do anything about it. */
    public static void quietly(@Nullable AutoCloseable closeable) {
        if (closeable == null) {
            return;
        }
        try {
            closeable.close();
        } catch (Exception e) {
            LOG.warn("{} failed while it was closed", closeable.getClass().getName(), e);
        }
    }
}
