package io.troupe.cluster.evidence;

import com.typesafe.config.Config;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.DefaultFailureDetectorRegistry;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/**
 * The failure detector of one member that can be told what is certain: only what is unreachable is removed from a
 * cluster, and a dead process need not be waited for to miss its heartbeats.
 *
 * <p>And it knows when it cannot know: it is asked every 200 ms, so if that comes late, this node itself has stood still
 * or lacks processor time. Heartbeats wait to be taken in then, and nobody is missed for their silence.
 */
public final class CertainFailureDetector extends PhiAccrualFailureDetector {

    private final OwnPulse pulse = new OwnPulse(System::nanoTime);
    private volatile boolean available = true;
    private volatile boolean dead;

    /** As the cluster calls it. */
    public CertainFailureDetector(Config config, EventStream events) {
        super(config, events);
    }

    /** Until the member is removed: a process that comes back at the same address gets a detector of its own. */
    static void pronounceDead(Cluster cluster, Address member) {
        if (cluster.failureDetector() instanceof DefaultFailureDetectorRegistry<Address> members
                && members.failureDetector(member).getOrElse(() -> null) instanceof CertainFailureDetector detector) {
            detector.dead = true;
        }
    }

    @Override
    public boolean isAvailable() {
        boolean late = pulse.isLate();
        available = super.isAvailable() || (late && available);
        return available && !dead;
    }
}
