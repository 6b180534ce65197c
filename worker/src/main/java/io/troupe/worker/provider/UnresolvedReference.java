package io.troupe.worker.provider;

import org.apache.kafka.common.config.ConfigException;

/** A reference in a configuration stands for nothing, or for nothing that its config provider can tell now. */
public final class UnresolvedReference extends ConfigException {

    private static final long serialVersionUID = 1L;

    /** @param message names the reference */
    UnresolvedReference(String message) {
        super(message);
    }
}
