package io.troupe.persistence.connector;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime has done, and will do, about the failures of a connector or of a task. Failures in a row are counted
 * until it has been healthy for long enough, or somebody has changed something about it.
 *
 * @param attempts restarts in a row, the planned one included
 * @param due when the next one is; null while none is planned
 * @param owed whether one would be planned, had nobody changed anything: it is planned anew, as the first
 * @param healthySince when it ran again; null as long as it does not, or never failed
 */
public record Retries(
        int attempts,
        @Nullable Instant due,
        boolean owed,
        @Nullable Instant healthySince) {

    public static final Retries NONE = new Retries(0, null, false, null);

    public boolean pending() {
        return due != null;
    }

    /** As of now: none after good health for as long as {@code reset}. */
    public int attempts(Instant now, Duration reset) {
        return healthySince != null && !healthySince.plus(reset).isAfter(now) ? 0 : attempts;
    }

    /** @param at null when it has to wait for the connector to be resumed */
    static Retries planned(int attempt, @Nullable Instant at) {
        return new Retries(attempt, at, at == null, null);
    }

    /** The planned restart is under way. */
    Retries begun() {
        return new Retries(attempts, null, false, null);
    }

    /** Somebody changed something: what was planned no longer is, and begins anew if it is still needed. */
    Retries overruled() {
        return pending() || owed ? planned(0, null) : NONE;
    }

    /** What runs needs no restart. */
    Retries noted(@Nullable Status status, Instant at) {
        if (status == null || status.state() != RunState.RUNNING || equals(NONE)) {
            return this;
        }
        return new Retries(attempts, null, false, healthySince == null ? at : healthySince);
    }
}
