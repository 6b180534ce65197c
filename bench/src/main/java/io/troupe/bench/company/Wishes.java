package io.troupe.bench.company;

import io.troupe.bench.Side;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * What the command line asks for.
 *
 * @param rounds of scenarios that have rounds; empty: what suits scenario and side
 * @param stock  whether the reference keeps its default timeouts
 * @param heap   of a worker in a cluster
 */
record Wishes(OptionalInt rounds, boolean stock, String heap) {

    int rounds(Side side, int ofTroupe, int ofReference) {
        return rounds.orElse(side == Side.TROUPE ? ofTroupe : ofReference);
    }

    /** How long a scenario waits for everything to move again before it goes on without. */
    Duration patience() {
        return stock ? Duration.ofMinutes(8) : Duration.ofSeconds(90);
    }
}
