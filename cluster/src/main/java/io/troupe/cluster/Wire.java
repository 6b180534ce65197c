package io.troupe.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Marks messages that cross nodes; they are written as CBOR, and in parts when they are large: see {@link
 * io.troupe.cluster.parcel.WireSerializer}.
 */
public interface Wire {

    /** Who waits for an answer, and has to hear if the message cannot be sent; null for nobody. */
    default @Nullable ActorRef<?> replyTo() {
        return null;
    }
}
