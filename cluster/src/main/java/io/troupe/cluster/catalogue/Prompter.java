package io.troupe.cluster.catalogue;

import io.troupe.persistence.ConnectorId;
import org.apache.pekko.actor.typed.ActorRef;

/** What the catalogue says to connectors, whichever node they are on. None of it is answered. */
public interface Prompter {

    /**
     * When the catalogue begins: whoever registered the connector may have ended before it was configured.
     *
     * @param configured whether the catalogue knows that it was
     * @param catalogue is told if it does not know, but the connector does
     */
    void settle(ConnectorId connector, boolean configured, ActorRef<Catalogue.Command> catalogue);

    /** Now and then, for messages can be lost. */
    void wake(ConnectorId connector);

    /** When a node is gone. */
    void wakeWithTasks(ConnectorId connector);
}
