package io.troupe.cluster.join;

import io.troupe.cluster.evidence.Port;
import io.troupe.cluster.lease.Arbitration;
import io.troupe.cluster.lease.LeasePace;
import io.troupe.persistence.journal.GroupLease;
import io.troupe.persistence.journal.GroupLeases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this node a member. It asks those that the settings name and those that the group's lease names who they are;
 * joins the cluster of the lease if one of them belongs to it; and founds one when nobody does and it can take the
 * lease. Blocks; used once.
 */
public final class Joining {

    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(300);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** A member that was asked to let this node in and does not in this time is not waited for. */
    private static final Duration WELCOME = Duration.ofSeconds(8);

    /**
     * What a node joins with.
     *
     * @param seeds host:port of nodes that may know a cluster, besides those that the lease names
     * @param rest address of this node's REST API, for people
     */
    public record Application(String group, Terms terms, List<String> seeds, String rest, LeasePace pace) {}

    /** What was found at an address: nobody's process, somebody who says who it is, or silence. */
    private sealed interface Finding {}

    private record Dead() implements Finding {}

    private record Silent() implements Finding {}

    private record Present(Introduction.Card card) implements Finding {}

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final Application application;
    private final GroupLeases leases;
    private final GroupLease.Member self;
    private final FreeLease free;
    private final ActorRef<Introduction.Command> introduction;
    private final CompletableFuture<Boolean> up = new CompletableFuture<>();
    private final Set<String> warned = new LinkedHashSet<>();
    private String lastFailure = "";
    private @Nullable String joined;
    private boolean founding;

    private Joining(ActorSystem<?> system, Application application, GroupLeases leases) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.application = application;
        this.leases = leases;
        this.self = new GroupLease.Member(
                cluster.selfAddress().getHost().orElse("") + ":"
                        + cluster.selfAddress().getPort().orElse(0),
                cluster.selfUniqueAddress().longUid(),
                application.rest(),
                GroupLease.thisProcess());
        this.free = new FreeLease(application.pace().time(), System::nanoTime);
        this.introduction = system.systemActorOf(
                Introduction.create(application.terms(), application.rest()), Introduction.NAME, Props.empty());
    }

    /**
     * @param leases are this node's from now on: they are closed when its actor system ends
     * @throws IllegalStateException when the node may not join, or cannot in time; the message says why
     */
    public static void join(ActorSystem<?> system, Application application, GroupLeases leases) {
        new Joining(system, application, leases).join();
    }

    private void join() {
        cluster.registerOnMemberUp(() -> up.complete(true));
        ExecutorService visits = Executors.newCachedThreadPool();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            while (!up.isDone()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(late());
                }
                turn(visits);
            }
            belong();
        } finally {
            visits.shutdownNow();
        }
    }

    private void turn(ExecutorService visits) {
        if (founding) {
            await(WELCOME);
            return;
        }
        Optional<GroupLease> lease;
        try {
            lease = leases.read(application.group());
        } catch (SQLException e) {
            lastFailure = " The group's lease cannot be read: " + e.getMessage();
            await(LOOK_AGAIN);
            return;
        }
        Map<String, Finding> found = visit(lease, visits);
        Map<String, Introduction.Card> members = membersAmong(found, lease);
        if (!members.isEmpty()) {
            joinAt(members);
        } else {
            founding = !isSeedsBusiness(found) && take(lease, found);
            await(LOOK_AGAIN);
        }
    }

    private Map<String, Finding> visit(Optional<GroupLease> lease, ExecutorService visits) {
        Set<String> addresses = new LinkedHashSet<>(application.seeds());
        lease.ifPresent(it -> it.members().forEach(member -> addresses.add(member.address())));
        addresses.remove(self.address());
        Map<String, CompletableFuture<Finding>> asked = new LinkedHashMap<>();
        addresses.forEach(each -> asked.put(each, CompletableFuture.supplyAsync(() -> lookAt(address(each)), visits)));
        Map<String, Finding> found = new LinkedHashMap<>();
        asked.forEach((address, finding) -> found.put(address, finding.join()));
        return found;
    }

    private Address address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        return new Address(
                "pekko", system.name(), hostPort.substring(0, colon), Integer.parseInt(hostPort.substring(colon + 1)));
    }

    private Finding lookAt(Address node) {
        if (new Port(node.getHost().orElse(""), node.getPort().orElse(0)).refuses(PATIENCE)) {
            return new Dead();
        }
        try {
            return new Present(AskPattern.<Introduction.Command, Introduction.Card>ask(
                            Introduction.at(system, node), Introduction.WhoAreYou::new, PATIENCE, system.scheduler())
                    .toCompletableFuture()
                    .join());
        } catch (CompletionException e) {
            return new Silent();
        }
    }

    /** Members of the cluster that has the lease; others, as those of a cluster that is about to end, do not count. */
    private Map<String, Introduction.Card> membersAmong(Map<String, Finding> found, Optional<GroupLease> lease) {
        Map<String, Introduction.Card> members = new LinkedHashMap<>();
        found.forEach((address, finding) -> {
            if (finding instanceof Present present) {
                check(address, present.card());
                if (present.card().member()
                        && lease.map(GroupLease::cluster)
                                .filter(present.card().cluster()::equals)
                                .isPresent()) {
                    members.put(address, present.card());
                }
            }
        });
        return members;
    }

    private void check(String address, Introduction.Card card) {
        List<String> conflicts = application.terms().conflicts(card.terms());
        if (!conflicts.isEmpty()) {
            throw new IllegalStateException("This worker cannot be in one cluster with the worker at " + address + " ("
                    + card.rest() + "): " + String.join("; ", conflicts) + ".");
        }
        List<String> warnings = application.terms().warnings(card.terms());
        if (!warnings.isEmpty() && warned.add(address)) {
            LOG.warn(
                    "The worker at {} ({}) is set up otherwise than this one: {}",
                    address,
                    card.rest(),
                    String.join("; ", warnings));
        }
    }

    private void joinAt(Map<String, Introduction.Card> members) {
        LOG.info("Joining the cluster of group {} at {}", application.group(), members.keySet());
        members.values().stream().findFirst().ifPresent(first -> {
            joined = first.cluster();
            lastFailure = " The worker at " + first.rest() + " did not let it in.";
        });
        cluster.joinSeedNodes(members.keySet().stream().map(this::address).toList());
        await(WELCOME);
    }

    /**
     * A seed node that is about to start is waited for by those behind it in the list, so that the list decides who
     * founds and not chance. One that lives and says nothing may have a cluster: the lease knows whether it has.
     */
    private boolean isSeedsBusiness(Map<String, Finding> found) {
        for (String seed : application.seeds()) {
            if (seed.equals(self.address())) {
                return false;
            }
            if (found.get(seed) instanceof Present present && !present.card().member()) {
                return true;
            }
        }
        return false;
    }

    private boolean take(Optional<GroupLease> lease, Map<String, Finding> found) {
        String name = UUID.randomUUID().toString();
        try {
            boolean taken = lease.isEmpty()
                    ? leases.begin(application.group(), GroupLease.first(name, self))
                    : free.isFree(lease.get(), leases.shared(), member -> isDead(member, found))
                            && leases.change(
                                    application.group(),
                                    lease.get(),
                                    lease.get().takenBy(name, self));
            if (taken) {
                LOG.info("Founding a cluster of group {}", application.group());
                joined = name;
                cluster.join(cluster.selfAddress());
            } else {
                lastFailure = lease.map(Joining::living).orElse("");
            }
            return taken;
        } catch (SQLException e) {
            lastFailure = " The group's lease cannot be taken: " + e.getMessage();
            return false;
        }
    }

    private static String living(GroupLease lease) {
        return " Its cluster lives: the last that was seen of it were workers at "
                + lease.members().stream()
                        .map(member -> member.address() + (member.rest().isEmpty() ? "" : " (" + member.rest() + ")"))
                        .toList()
                + ".";
    }

    private boolean isDead(GroupLease.Member member, Map<String, Finding> found) {
        Finding there = found.get(member.address());
        boolean another = there instanceof Present present && present.card().uid() != member.uid();
        return new Whereabouts(self, leases.shared()).isDead(member, there instanceof Dead || another);
    }

    private void belong() {
        String name = Objects.requireNonNull(joined, "a member has been let in by somebody");
        introduction.tell(new Introduction.Belongs(name));
        Arbitration.of(system).begin(leases, application.group(), name, self, application.pace());
    }

    private void await(Duration limit) {
        try {
            up.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Whoever waits looks whether it is.
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while joining the cluster", e);
        }
    }

    private String late() {
        String foreign = application.seeds().stream()
                .flatMap(seed -> groupAt(seed)
                        .filter(group -> !group.equals(application.group()))
                        .map(group -> " The worker at " + seed + " belongs to group.id " + group + ", this one to "
                                + application.group() + ".")
                        .stream())
                .findFirst()
                .orElse("");
        return "The cluster of group " + application.group() + " could not be joined within " + LIMIT.toSeconds()
                + " s."
                + foreign + lastFailure + " Can this node reach it, and it this node at " + self.address()
                + " (troupe.cluster.listener, troupe.cluster.advertised.listener, troupe.cluster.seed.nodes)?";
    }

    private Optional<String> groupAt(String address) {
        try {
            return leases.groupAt(address);
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
