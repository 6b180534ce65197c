package io.troupe.worker.connector.validation;

import org.apache.kafka.connect.errors.ConnectException;

/** A plugin of a type that has no settings to tell. */
public final class UnlistedPlugin extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** Words as in contract/rest/plugin-config.json. */
    UnlistedPlugin(String plugin) {
        super("Invalid plugin class " + plugin
                + ". Valid types are sink, source, converter, header_converter, transformation, predicate.");
    }
}
