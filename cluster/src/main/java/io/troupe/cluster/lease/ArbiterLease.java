package io.troupe.cluster.lease;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;

/**
 * The group's lease in the words of the split-brain resolver: to acquire it is to exclude those who are missed. Nobody
 * holds it between two decisions.
 */
public final class ArbiterLease extends Lease {

    private final LeaseSettings settings;
    private final Arbitration arbitration;

    /** As the resolver calls it. */
    public ArbiterLease(LeaseSettings settings, ExtendedActorSystem system) {
        this.settings = settings;
        this.arbitration = Arbitration.of(system);
    }

    @Override
    public LeaseSettings getSettings() {
        return settings;
    }

    @Override
    public CompletionStage<Boolean> acquire() {
        return arbitration.excludeMissing();
    }

    @Override
    public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> lost) {
        return acquire();
    }

    @Override
    public CompletionStage<Boolean> release() {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public boolean checkLease() {
        return false;
    }
}
