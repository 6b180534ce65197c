package io.troupe.worker.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Rate;
import org.apache.kafka.common.metrics.stats.WindowedCount;
import org.apache.kafka.common.utils.Time;

/**
 * {@code connect-worker-rebalance-metrics} and {@code connect-coordinator-metrics}, for dashboards and alerts that are
 * built on them. What is a rebalance there is a change of the cluster's members here: {@code epoch}, the totals and
 * rates of rebalances, and the time since the last one count those. A join is this node's own. The leader is the
 * oldest member; its address is known where it is this node, and empty elsewhere. There is no protocol in which members
 * join, synchronize or beat for a coordinator: the times are not numbers and the totals and rates are 0, {@code
 * rebalancing} too, since nothing stops while members change.
 */
public final class GroupMetrics {

    private static final List<String> NOTHING_HERE = List.of(
            "join-time-avg",
            "join-time-max",
            "sync-rate",
            "sync-total",
            "sync-time-avg",
            "sync-time-max",
            "heartbeat-rate",
            "heartbeat-total",
            "heartbeat-response-time-max",
            "last-heartbeat-seconds-ago",
            "rebalance-latency-avg",
            "rebalance-latency-max",
            "rebalance-latency-total",
            "failed-rebalance-rate-per-hour",
            "failed-rebalance-total");

    private final Time time;
    private final Sensor changes;
    private final Sensor joins;
    private volatile String leader = "";
    private volatile long epoch;
    private volatile long lastChangeMillis;

    /** What this node was given. */
    record Assigned(DoubleSupplier connectors, DoubleSupplier tasks) {}

    /** @param group beans that carry the name of the group's client */
    GroupMetrics(Beans worker, Beans group, Assigned assigned, String protocol) {
        time = worker.time();
        lastChangeMillis = time.milliseconds();
        rebalances(worker.open("connect-worker-rebalance-metrics", Map.of()), protocol);

        Figures coordinator = group.open("connect-coordinator-metrics", Map.of());
        coordinator.measure("assigned-connectors", "Connectors on this worker.", assigned.connectors());
        coordinator.measure("assigned-tasks", "Tasks on this worker.", assigned.tasks());
        coordinator.measure(
                "last-rebalance-seconds-ago",
                "Seconds since the members of the cluster changed.",
                () -> TimeUnit.MILLISECONDS.toSeconds(sinceLastChange()));
        changes = coordinator.sensor("rebalance");
        changes.add(
                coordinator.name("rebalance-rate-per-hour", "Changes of the cluster's members, an hour."),
                new Rate(TimeUnit.HOURS, new WindowedCount()));
        changes.add(
                coordinator.name("rebalance-total", "Changes of the cluster's members, in all."), new CumulativeSum());
        joins = coordinator.rateAndTotal("join", "Times that this node joined its cluster");
        coordinator.absent(NOTHING_HERE);
    }

    private void rebalances(Figures figures, String protocol) {
        figures.gauge("leader-name", "REST address of the oldest node, if that is this one.", () -> leader);
        figures.gauge("connect-protocol", "The configured protocol; it has no effect.", () -> protocol);
        figures.measure("epoch", "Changes of the cluster's members that this node saw.", () -> (double) epoch);
        figures.measure("completed-rebalances-total", "Changes of the cluster's members that this node saw.", () ->
                (double) epoch);
        figures.measure("time-since-last-rebalance-ms", "Milliseconds since the members of the cluster changed.", () ->
                (double) sinceLastChange());
        figures.measure("rebalancing", "Always 0: nothing stops while members change.", () -> 0);
        figures.absent(List.of("rebalance-max-time-ms", "rebalance-avg-time-ms"));
    }

    private long sinceLastChange() {
        return time.milliseconds() - lastChangeMillis;
    }

    /** This node is a member now. */
    public void joined() {
        joins.record(1);
    }

    /**
     * A member came or went.
     *
     * @param oldest REST address of the oldest member, empty when it is not known
     */
    public synchronized void changed(String oldest) {
        epoch++;
        lastChangeMillis = time.milliseconds();
        leader = oldest;
        changes.record(1);
    }
}
