package io.troupe.cluster;

import io.troupe.worker.metrics.GroupMetrics;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.ClusterEvent.MemberUp;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Counts the changes of the cluster's members where dashboards expect rebalances of the group. */
final class MembershipWatch {

    private final Cluster cluster;
    private final GroupMetrics metrics;
    private final String restUrl;

    private MembershipWatch(Cluster cluster, GroupMetrics metrics, String restUrl) {
        this.cluster = cluster;
        this.metrics = metrics;
        this.restUrl = restUrl;
    }

    /** @param restUrl of this node */
    static Behavior<MemberEvent> create(GroupMetrics metrics, String restUrl) {
        return Behaviors.setup(context -> {
            Cluster cluster = Cluster.get(context.getSystem());
            cluster.subscriptions().tell(Subscribe.create(context.getSelf(), MemberEvent.class));
            return new MembershipWatch(cluster, metrics, restUrl).watching();
        });
    }

    /** It begins with the members that are up already. */
    private Behavior<MemberEvent> watching() {
        return Behaviors.receive(MemberEvent.class)
                .onMessage(MemberUp.class, up -> {
                    if (up.member().uniqueAddress().equals(cluster.selfMember().uniqueAddress())) {
                        metrics.joined();
                    }
                    return changed();
                })
                .onMessage(MemberRemoved.class, removed -> changed())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<MemberEvent> changed() {
        Member self = cluster.selfMember();
        boolean oldest = Members.up(cluster).noneMatch(member -> member.isOlderThan(self));
        metrics.changed(oldest ? restUrl : "");
        return Behaviors.same();
    }
}
