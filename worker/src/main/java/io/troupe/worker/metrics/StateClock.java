package io.troupe.worker.metrics;

import io.troupe.persistence.connector.RunState;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.utils.Time;

/** The state something is in, and the share of its time that it spent in each; time counts from the first state on. */
final class StateClock {

    private final Time time;
    private final Map<RunState, Long> spentNanos = new EnumMap<>(RunState.class);
    private RunState state = RunState.UNASSIGNED;
    private boolean entered;
    private long sinceNanos;

    StateClock(Time time) {
        this.time = time;
    }

    synchronized void enter(RunState next) {
        long now = time.nanoseconds();
        if (entered) {
            spentNanos.merge(state, now - sinceNanos, Long::sum);
        }
        entered = true;
        sinceNanos = now;
        state = next;
    }

    synchronized RunState state() {
        return state;
    }

    /** As figures show it. */
    String word() {
        return state().name().toLowerCase(Locale.ROOT);
    }

    /** Between 0 and 1; 0 while no time has passed. */
    synchronized double share(RunState of) {
        if (!entered) {
            return 0;
        }
        long running = time.nanoseconds() - sinceNanos;
        long all = spentNanos.values().stream().mapToLong(Long::longValue).sum() + running;
        long wanted = spentNanos.getOrDefault(of, 0L) + (state == of ? running : 0);
        return all == 0 ? 0 : (double) wanted / all;
    }
}
