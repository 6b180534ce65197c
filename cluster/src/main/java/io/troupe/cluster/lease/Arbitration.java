package io.troupe.cluster.lease;

import io.troupe.persistence.journal.GroupLease;
import io.troupe.persistence.journal.GroupLeases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for this node who goes on when members cannot reach each other: it watches the group's lease, ends its
 * membership when another side has excluded it, and excludes others on behalf of the split-brain resolver and of crash
 * evidence. A node that has no lease, as in tests of single nodes, goes by the number and age of members.
 */
public final class Arbitration implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(Arbitration.class);
    private static final Duration SENSE = Duration.ofMillis(200);
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    /** One for each actor system; it ends with it. */
    private static final class Id extends AbstractExtensionId<Arbitration> implements ExtensionIdProvider {
        @Override
        public Arbitration createExtension(ExtendedActorSystem system) {
            return new Arbitration(system);
        }

        @Override
        public Id lookup() {
            return this;
        }
    }

    private static final Id ID = new Id();

    /** What it works with once the node belongs to a cluster. */
    private record Office(Arbiter arbiter, GroupLeases leases, LeasePace pace, GroupLease.Member self) {}

    private final ActorSystem system;
    private final CompletableFuture<Done> removed = new CompletableFuture<>();
    private final ScheduledExecutorService looks = thread("lease");
    private final ScheduledExecutorService senses = thread("lease-sense");
    private volatile @Nullable Office office;
    private volatile @Nullable Outage outage;
    private volatile @Nullable Long missingSinceNanos;
    private volatile boolean last;
    private long lookedNanos;

    private Arbitration(ActorSystem system) {
        this.system = system;
    }

    public static Arbitration of(org.apache.pekko.actor.typed.ActorSystem<?> system) {
        return of(Adapter.toClassic(system));
    }

    static Arbitration of(ActorSystem system) {
        return ID.get(system);
    }

    /** What is to come later does not once it is shut down: it would connect to the database again. */
    private static ScheduledExecutorService thread(String name) {
        ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return thread;
    }

    /**
     * The node is about to become a member. To be called once.
     *
     * @param leases closed when the actor system has ended
     */
    public void begin(GroupLeases leases, String group, String cluster, GroupLease.Member self, LeasePace pace) {
        office = new Office(
                new Arbiter(leases, new Arbiter.Seat(group, cluster, self), pace, System::nanoTime),
                leases,
                pace,
                self);
        repeat(senses, this::sense);
        repeat(looks, this::lookWhenDue);
        CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "last-member", () -> {
            last = members().map(Member::uniqueAddress).allMatch(cluster().selfUniqueAddress()::equals);
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        shutdown.addTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "lease", this::endInTime);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void repeat(ScheduledExecutorService thread, Runnable turn) {
        thread.scheduleWithFixedDelay(turn, 0, SENSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes when another side has excluded this node: whatever runs here has to stop at once. */
    public CompletionStage<Done> removed() {
        return removed.copy();
    }

    private void sense() {
        if (cluster().state().getUnreachable().isEmpty()) {
            missingSinceNanos = null;
        } else if (missingSinceNanos == null) {
            missingSinceNanos = System.nanoTime();
        }
    }

    private void lookWhenDue() {
        Office known = office;
        if (known == null || removed.isDone() || cluster().isTerminated()) {
            return;
        }
        Duration wait = missingSinceNanos == null && outage == null
                ? known.pace().interval()
                : known.pace().uneasy();
        if (System.nanoTime() - lookedNanos >= wait.toNanos()) {
            look(known);
            lookedNanos = System.nanoTime();
        }
    }

    /** A database that does not answer stops nobody. */
    private void look(Office known) {
        try {
            boolean belongs = known.arbiter().look(present(known));
            outage = null;
            if (!belongs && removed.complete(Done.getInstance())) {
                LOG.warn("The other workers of the cluster have removed this one: they could not reach it, and go on"
                        + " without it. It stops its tasks at once");
                cluster().down(cluster().selfAddress());
            }
        } catch (SQLException | RuntimeException e) {
            outage = Outage.begun(outage, e, System.nanoTime());
            LOG.debug("The group's lease cannot be read", e);
        }
    }

    private List<GroupLease.Member> present(Office known) {
        return members()
                .map(Member::uniqueAddress)
                .map(each -> key(each).equals(known.self().key()) ? known.self() : stranger(each, known))
                .toList();
    }

    private static GroupLease.Member stranger(UniqueAddress member, Office known) {
        return new GroupLease.Member(
                hostPort(member), member.longUid(), "", known.self().process());
    }

    private Cluster cluster() {
        return Cluster.get(system);
    }

    /** The oldest first. */
    private Stream<Member> members() {
        return StreamSupport.stream(cluster().state().getMembers().spliterator(), false)
                .filter(it -> it.status() != MemberStatus.removed() && it.status() != MemberStatus.down())
                .filter(it -> it.status() != MemberStatus.joining())
                .sorted(Member.ageOrdering());
    }

    static String hostPort(UniqueAddress member) {
        return member.address().getHost().orElse("") + ":"
                + member.address().getPort().orElse(0);
    }

    static String key(UniqueAddress member) {
        return GroupLease.Member.key(hostPort(member), member.longUid());
    }

    /** Whether this side goes on, without those whom it misses; they have had the time to notice it then. */
    CompletionStage<Boolean> excludeMissing() {
        Set<String> gone = cluster().state().getUnreachable().stream()
                .map(Member::uniqueAddress)
                .map(Arbitration::key)
                .collect(Collectors.toSet());
        return exclude(gone, false).thenCompose(granted -> granted ? afterGrace() : done(false));
    }

    /** The same for one of whom it is proven that its process has ended: there is nobody who has to notice. */
    public CompletionStage<Boolean> excludeDead(UniqueAddress member) {
        return exclude(Set.of(key(member)), true);
    }

    private static CompletionStage<Boolean> done(boolean granted) {
        return CompletableFuture.completedFuture(granted);
    }

    private CompletionStage<Boolean> afterGrace() {
        Office known = office;
        return known == null
                ? done(true)
                : new CompletableFuture<Boolean>()
                        .completeOnTimeout(true, known.pace().grace().toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletionStage<Boolean> exclude(Set<String> gone, boolean proven) {
        Office known = office;
        if (known == null) {
            return done(proven || goesOn(gone));
        }
        try {
            return CompletableFuture.supplyAsync(() -> exclude(known, gone, proven), looks);
        } catch (RejectedExecutionException e) {
            return done(false);
        }
    }

    private boolean exclude(Office known, Set<String> gone, boolean proven) {
        if (outage == null) {
            try {
                return known.arbiter().exclude(gone);
            } catch (SQLException | RuntimeException e) {
                outage = Outage.begun(null, e, System.nanoTime());
                LOG.debug("The group's lease cannot be changed", e);
            }
        }
        if (proven) {
            return true;
        }
        Outage away = outage;
        @Nullable Long missing = missingSinceNanos;
        boolean everybodys = away != null && missing != null && away.isEverybodys(missing);
        boolean granted = everybodys && goesOn(gone);
        LOG.warn(
                "Other workers are out of reach, and so is the database, which would say who goes on. This worker {}",
                granted
                        ? "belongs to the side that goes on: it has more members, or the oldest"
                        : everybodys
                                ? "belongs to the side that does not: the other one has more members, or the oldest"
                                : "lost both at once, so it takes itself for the one that is cut off");
        return granted;
    }

    private boolean goesOn(Set<String> gone) {
        return Sides.goesOn(
                members().map(Member::uniqueAddress).map(Arbitration::key).toList(), gone);
    }

    private CompletionStage<Done> endInTime() {
        Office known = office;
        senses.shutdown();
        try {
            CompletableFuture<Done> ended = CompletableFuture.supplyAsync(
                            () -> {
                                end(known);
                                return Done.getInstance();
                            },
                            looks)
                    .completeOnTimeout(Done.getInstance(), LAST_WORD.toMillis(), TimeUnit.MILLISECONDS);
            looks.shutdown();
            return ended;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
    }

    private void end(@Nullable Office known) {
        if (known == null) {
            return;
        }
        try (GroupLeases leases = known.leases()) {
            boolean downed = CoordinatedShutdown.get(system)
                    .getShutdownReason()
                    .filter(CoordinatedShutdown.clusterDowningReason()::equals)
                    .isPresent();
            if (last && !downed && leases.shared() && !removed.isDone()) {
                known.arbiter().release();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("The group's lease cannot be released", e);
        }
    }
}
