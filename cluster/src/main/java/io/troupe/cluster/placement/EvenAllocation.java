package io.troupe.cluster.placement;

import io.troupe.cluster.Members;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.cluster.typed.Cluster;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps the shards of one kind of entity evenly spread, as {@link Spread} says. A node that joins gets its share in
 * {@link Batches}, each shard once; nothing else ever moves a shard of a node that stays.
 *
 * <p>The coordinator asks for many shards before it shows where the first one went: those in flight are counted here.
 */
public final class EvenAllocation extends AbstractShardAllocationStrategy {

    /** A shard that was not seen where it was sent for so long has come to nothing. */
    private static final Duration FLIGHT = Duration.ofSeconds(15);

    /**
     * After a loss shards are placed before anything is evened out. Nobody needs those that are not placed after so many
     * rounds in which nothing else moves.
     */
    private static final int LONGEST_HELD = 10;

    private record Flight(ActorRef to, long sinceNanos) {
        boolean over() {
            return System.nanoTime() - sinceNanos > FLIGHT.toNanos();
        }
    }

    private final Cluster cluster;
    private final int ring;
    private final Pace pace;
    private final Batches batches;
    private final Homes homes;
    private final Newcomers newcomers;
    private int held;
    private final Map<Integer, Flight> flights = new HashMap<>();

    /**
     * @param kind of entity
     * @param ring how many shards there are
     */
    public EvenAllocation(ActorSystem<?> system, String kind, int ring, Pace pace) {
        this.cluster = Cluster.get(system);
        this.ring = ring;
        this.pace = pace;
        this.batches = new Batches(pace, System::nanoTime);
        this.newcomers = new Newcomers(pace.settling());
        this.homes = new Homes(system, kind);
    }

    @Override
    public synchronized Future<ActorRef> allocateShard(
            ActorRef requester, String shardId, Map<ActorRef, IndexedSeq<String>> allocations) {
        int shard = Integer.parseInt(shardId);
        flights.remove(shard);
        Map<ActorRef, BitSet> known = inUse(allocations);
        Map<ActorRef, BitSet> sound = sound(known);
        Map<ActorRef, BitSet> choice = sound.isEmpty() ? known : newcomers.spared(sound);
        homes.tellOthers();
        String node = spread(choice).place(shard);
        ActorRef region = choice.keySet().stream()
                .filter(each -> address(each).equals(node))
                .findFirst()
                .orElseThrow();
        flights.put(shard, new Flight(region, System.nanoTime()));
        return Future.successful(region);
    }

    @Override
    public synchronized Future<Set<String>> rebalance(
            Map<ActorRef, IndexedSeq<String>> allocations, Set<String> onTheMove) {
        Map<ActorRef, BitSet> known = inUse(allocations);
        homes.serve(served(known));
        boolean calm = onTheMove.isEmpty() && flights.isEmpty() && sound(known).size() == known.size();
        Spread spread = spread(known);
        if (!spread.waits()) {
            held = 0;
        } else if (calm) {
            held++;
        }
        boolean placed = held == 0 || held >= LONGEST_HELD;
        if (!calm || !placed || !newcomers.none(pace.waiting()) || !batches.due()) {
            return Future.successful(Set.of());
        }
        homes.tellOthers();
        spread.forgetWaiting();
        List<Spread.Move> moves = spread.evenOut(batches.size());
        batches.moved(moves.size());
        return Future.successful(
                moves.stream().map(move -> Integer.toString(move.shard())).collect(Collectors.toSet()));
    }

    /** Completes when this node has its share for the first time. */
    public CompletionStage<Done> arrived() {
        return homes.arrived();
    }

    private Set<UniqueAddress> served(Map<ActorRef, BitSet> known) {
        Map<String, Integer> sizes = known.entrySet().stream()
                .collect(Collectors.toMap(entry -> address(entry.getKey()), entry -> entry.getValue()
                        .cardinality()));
        int most = sizes.values().stream().mapToInt(size -> size).max().orElse(0);
        return Members.up(cluster)
                .filter(member -> {
                    Integer size = sizes.get(member.address().toString());
                    return size != null && Spread.enough(size, most);
                })
                .map(Member::uniqueAddress)
                .collect(Collectors.toSet());
    }

    private Spread spread(Map<ActorRef, BitSet> regions) {
        Map<String, BitSet> nodes = new HashMap<>();
        regions.forEach((region, own) -> nodes.put(address(region), own));
        return new Spread(ring, nodes, homes.nodes());
    }

    /** What the coordinator shows, and what is still on its way. */
    private Map<ActorRef, BitSet> inUse(Map<ActorRef, IndexedSeq<String>> allocations) {
        Map<ActorRef, BitSet> known = new HashMap<>();
        allocations.forEach((region, shards) -> {
            BitSet own = new BitSet(ring);
            CollectionConverters.asJava(shards).forEach(shard -> own.set(Integer.parseInt(shard)));
            known.put(region, own);
        });
        newcomers.note(known.keySet());
        flights.entrySet()
                .removeIf(flight ->
                        flight.getValue().over() || known.values().stream().anyMatch(own -> own.get(flight.getKey())));
        flights.forEach((shard, flight) -> known.computeIfPresent(flight.to(), (region, own) -> {
            own.set(shard);
            return own;
        }));
        return known;
    }

    /** Without regions of nodes that leave or are missed: what comes to them has to move again. */
    private Map<ActorRef, BitSet> sound(Map<ActorRef, BitSet> known) {
        Set<String> sound = Members.sound(cluster)
                .map(Member::address)
                .map(Address::toString)
                .collect(Collectors.toSet());
        return known.entrySet().stream()
                .filter(entry -> sound.contains(address(entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private String address(ActorRef region) {
        Address address = region.path().address();
        return (address.hasLocalScope() ? cluster.selfMember().address() : address).toString();
    }
}
