package io.troupe.cluster;

import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Who takes part in the cluster, as this node sees it now. */
public final class Members {

    private Members() {}

    /** Those who have come and do not leave yet, missed or not. */
    public static Stream<Member> up(Cluster cluster) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status() == MemberStatus.up());
    }

    /** Those of them whom nobody misses. */
    public static Stream<Member> sound(Cluster cluster) {
        CurrentClusterState state = cluster.state();
        return up(cluster).filter(member -> !state.getUnreachable().contains(member));
    }
}
