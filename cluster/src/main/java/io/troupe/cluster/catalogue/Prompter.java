package io.troupe.cluster.catalogue;

import io.troupe.persistence.ConnectorId;

/** What the catalogue says to connectors, whichever node they are on. None of it is answered. */
public interface Prompter {

    /** When the catalogue begins: whoever registered the connector may have ended before it was configured. */
    void settle(ConnectorId connector);

    /** Now and then, for messages can be lost. */
    void wake(ConnectorId connector);

    /** When a node is gone. */
    void wakeWithTasks(ConnectorId connector);
}
