package io.troupe.cluster;

import com.typesafe.config.Config;
import io.troupe.cluster.evidence.CrashSettings;
import io.troupe.cluster.lease.LeasePace;
import java.time.Clock;
import java.time.Duration;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.SupervisorStrategy;

/**
 * What this module reads from {@code troupe.cluster}.
 *
 * @param group the {@code group.id}: every id in the journal begins with it
 * @param askTimeout how long a request waits in line before it counts as timed out
 * @param askRepeat how long it waits for the first answer before it asks again, then twice as long, and so on
 * @param reconcileInterval how often a connector reminds its tasks of what they ought to do
 * @param enlistRetry how long a task waits for its assignment before it asks again, then twice as long, and so on
 * @param connectorStopTimeout how long a connector may take to stop before it is abandoned
 * @param stalledAfter how long a task may be in one call of its plugin before that is reported, from {@code
 *     troupe.worker}
 * @param degradedAfter how long a task may go without an acknowledgement that it waits for, or without a turn, before
 *     that is reported, from {@code troupe.worker}
 * @param rebalanceBatch how many shards of tasks may move at once to a node that joined
 */
public record ClusterSettings(
        String group,
        Clock clock,
        Duration askTimeout,
        Duration askRepeat,
        Duration reconcileInterval,
        Duration enlistRetry,
        Duration connectorStopTimeout,
        Duration stalledAfter,
        Duration degradedAfter,
        int rebalanceBatch,
        CrashSettings crash,
        LeasePace lease) {

    /** With what may be said twice. */
    public Patience patience() {
        return new Patience(askRepeat, askTimeout);
    }

    /** How entities come back when the journal failed under them: soon at first, then with patience. */
    public static final BackoffSupervisorStrategy JOURNAL_BACKOFF =
            SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2);

    public static ClusterSettings of(Config config, String group, Clock clock) {
        Config cluster = config.getConfig("troupe.cluster");
        return new ClusterSettings(
                group,
                clock,
                cluster.getDuration("ask-timeout"),
                cluster.getDuration("ask-repeat"),
                cluster.getDuration("reconcile-interval"),
                cluster.getDuration("enlist-retry"),
                cluster.getDuration("connector-stop-timeout"),
                config.getDuration("troupe.worker.stalled-after"),
                config.getDuration("troupe.worker.degraded-after"),
                cluster.getInt("rebalance-batch"),
                CrashSettings.of(config),
                LeasePace.of(config));
    }
}
