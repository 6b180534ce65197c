package io.troupe.plugins;

import org.apache.kafka.connect.errors.ConnectException;

/** A name that no plugin answers to, or more than one; the message is fit for the person who wrote the name. */
public final class UnknownPlugin extends ConnectException {

    private static final long serialVersionUID = 1L;

    private final String pluginName;

    UnknownPlugin(String pluginName, String message) {
        super(message);
        this.pluginName = pluginName;
    }

    /** The class name or alias that was asked for. */
    public String pluginName() {
        return pluginName;
    }
}
