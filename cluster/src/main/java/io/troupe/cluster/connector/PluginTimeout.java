package io.troupe.cluster.connector;

import java.util.concurrent.TimeoutException;

/** A plugin that was asked for the sake of a request and does not answer; the message names it. */
public final class PluginTimeout extends TimeoutException {

    private static final long serialVersionUID = 1L;

    PluginTimeout(String message) {
        super(message);
    }
}
