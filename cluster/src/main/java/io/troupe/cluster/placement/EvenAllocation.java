package io.troupe.cluster.placement;

import io.troupe.cluster.Shards;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.cluster.typed.Cluster;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps the shards of one kind of entity evenly spread, as {@link Spread} says. A node that joins gets its share in
 * small batches, each shard once; nothing else ever moves a shard of a node that stays.
 *
 * <p>The coordinator asks for many shards before it shows where the first one went: those in flight are counted here.
 */
public final class EvenAllocation extends AbstractShardAllocationStrategy {

    /** A shard that was not seen where it was sent for so long has come to nothing. */
    private static final Duration FLIGHT = Duration.ofSeconds(15);

    private record Flight(ActorRef to, long sinceNanos) {
        boolean over() {
            return System.nanoTime() - sinceNanos > FLIGHT.toNanos();
        }
    }

    private final Cluster cluster;
    private final int batch;
    private final Map<Integer, Flight> flights = new HashMap<>();

    /** @param batch how many shards may be on the move at once */
    public EvenAllocation(ActorSystem<?> system, int batch) {
        this.cluster = Cluster.get(system);
        this.batch = batch;
    }

    @Override
    public synchronized Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> allocations) {
        int shard = Integer.parseInt(shardId);
        flights.remove(shard);
        Map<ActorRef, Set<Integer>> known = inUse(allocations);
        Map<ActorRef, Set<Integer>> sound = sound(known);
        ActorRef region = new Spread<>(Shards.COUNT, sound.isEmpty() ? known : sound).place(shard);
        flights.put(shard, new Flight(region, System.nanoTime()));
        return Future.successful(region);
    }

    @Override
    public synchronized Future<Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> allocations, Set<String> onTheMove) {
        Map<ActorRef, Set<Integer>> known = inUse(allocations);
        boolean quiet = onTheMove.isEmpty() && flights.isEmpty() && sound(known).size() == known.size();
        return Future.successful(
                quiet
                        ? new Spread<>(Shards.COUNT, known)
                                .evenOut().stream()
                                        .limit(batch)
                                        .map(move -> Integer.toString(move.shard()))
                                        .collect(Collectors.toSet())
                        : Set.of());
    }

    /** What the coordinator shows, and what is still on its way. */
    private Map<ActorRef, Set<Integer>> inUse(Map<ActorRef, IndexedSeq<String>> allocations) {
        Map<ActorRef, Set<Integer>> known = new HashMap<>();
        allocations.forEach((region, shards) -> {
            Set<Integer> own = new HashSet<>();
            CollectionConverters.asJava(shards).forEach(shard -> own.add(Integer.parseInt(shard)));
            known.put(region, own);
        });
        flights.entrySet()
                .removeIf(flight -> flight.getValue().over()
                        || known.values().stream().anyMatch(own -> own.contains(flight.getKey())));
        flights.forEach((shard, flight) -> known.computeIfPresent(flight.to(), (region, own) -> {
            own.add(shard);
            return own;
        }));
        return known;
    }

    /** Without regions of nodes that leave or are missed: what comes to them has to move again. */
    private Map<ActorRef, Set<Integer>> sound(Map<ActorRef, Set<Integer>> known) {
        CurrentClusterState state = cluster.state();
        Set<Address> sound = StreamSupport.stream(state.getMembers().spliterator(), false)
                .filter(member -> member.status() == MemberStatus.up()
                        && !state.getUnreachable().contains(member))
                .map(Member::address)
                .collect(Collectors.toSet());
        return known.entrySet().stream()
                .filter(entry -> sound.contains(address(entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Address address(ActorRef region) {
        Address address = region.path().address();
        return address.hasLocalScope() ? cluster.selfMember().address() : address;
    }
}
