package io.troupe.cluster.placement;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Where the shards of one kind of entity are at home: on a node that is told by its address, so that it is known again
 * when it comes back. The node that places shards writes; every node remembers, in memory, so that whichever places
 * them next knows. What gets lost is only a preference. So every node gets to know, too, when it has its share.
 */
final class Homes {

    private final Map<Integer, String> nodes = new ConcurrentHashMap<>();
    private final CompletableFuture<Done> arrived = new CompletableFuture<>();
    private final String self;
    private final ActorRef<HomesReplica.Command> replica;
    private volatile Set<String> served = Set.of();

    /** @param kind of entity, once a node */
    Homes(ActorSystem<?> system, String kind) {
        self = Cluster.get(system).selfMember().uniqueAddress().toString();
        replica = system.systemActorOf(HomesReplica.create(kind, this), "homes-" + kind, Props.empty());
    }

    /** By shard; to be changed in place. */
    Map<Integer, String> nodes() {
        return nodes;
    }

    /** To be called before changes: from then on, and until they are sent, what others say is old. */
    void tellOthers() {
        replica.tell(HomesReplica.Changed.INSTANCE);
    }

    /** These nodes have their share now, and no others. */
    void serve(Set<UniqueAddress> all) {
        Set<String> now = all.stream().map(UniqueAddress::toString).collect(Collectors.toUnmodifiableSet());
        if (!now.equals(served)) {
            tellOthers();
            note(now);
        }
    }

    private void note(Set<String> now) {
        served = now;
        if (now.contains(self)) {
            arrived.complete(Done.getInstance());
        }
    }

    /** Completes when this node has its share for the first time. */
    CompletionStage<Done> arrived() {
        return arrived;
    }

    Picture picture() {
        return Picture.of(nodes, served);
    }

    /** What the node that places shards has written. */
    void learn(Picture picture) {
        Map<Integer, String> now = picture.nodes();
        nodes.putAll(now);
        nodes.keySet().retainAll(now.keySet());
        note(Set.copyOf(picture.served()));
    }
}
