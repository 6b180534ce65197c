package io.troupe.cluster.placement;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/**
 * Where the shards of one kind of entity are at home: on a node that is told by its address, so that it is known again
 * when it comes back. The node that places shards writes; every node remembers, in memory, so that whichever places
 * them next knows. What gets lost is only a preference.
 */
final class Homes {

    private final Map<Integer, String> nodes = new ConcurrentHashMap<>();
    private final ActorRef<HomesReplica.Command> replica;

    /** @param kind of entity, once a node */
    Homes(ActorSystem<?> system, String kind) {
        replica = system.systemActorOf(HomesReplica.create(kind, nodes), "homes-" + kind, Props.empty());
    }

    /** By shard; to be changed in place. */
    Map<Integer, String> nodes() {
        return nodes;
    }

    /** To be called before changes: from then on, and until they are sent, what others say is old. */
    void tellOthers() {
        replica.tell(HomesReplica.Changed.INSTANCE);
    }
}
