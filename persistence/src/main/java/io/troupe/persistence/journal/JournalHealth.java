package io.troupe.persistence.journal;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Whether the journal's database answers this node. Entities that know it is away do not begin to write, and what is
 * being written waits for {@link #nextAnswer}. A database that answers and cannot be written is away all the same; so is
 * an embedded one that has closed itself because its disk is full.
 */
public final class JournalHealth implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(JournalHealth.class);

    /** One for each actor system; it ends its watch with it. */
    private static final class Id extends AbstractExtensionId<JournalHealth> implements ExtensionIdProvider {
        @Override
        public JournalHealth createExtension(ExtendedActorSystem system) {
            JournalHealth health = new JournalHealth();
            JournalSettings.used(system.settings().config()).ifPresent(settings -> {
                JournalWatch watch = JournalWatch.start(settings, health);
                health.watch = watch;
                system.registerOnTermination(watch::close);
            });
            return health;
        }

        @Override
        public Id lookup() {
            return this;
        }
    }

    private static final Id ID = new Id();

    private record Absence(long sinceNanos, Outage outage) {}

    private volatile CompletableFuture<Void> next = new CompletableFuture<>();
    private volatile @Nullable JournalWatch watch;
    private volatile @Nullable Absence absence;
    private volatile Runnable renewal = () -> {};

    public static JournalHealth of(org.apache.pekko.actor.typed.ActorSystem<?> system) {
        return of(Adapter.toClassic(system));
    }

    static JournalHealth of(ActorSystem system) {
        return ID.get(system);
    }

    /** True while the database does not answer. */
    public boolean away() {
        return absence != null;
    }

    /** Why the database is away, in a sentence for people; empty while it is not. */
    public Optional<String> trouble() {
        Absence present = absence;
        return present == null ? Optional.empty() : Optional.of(present.outage().sentence());
    }

    /** The same for who has just seen that it is away: it may be back already. */
    public String said() {
        return trouble().orElse("The database did not answer.");
    }

    boolean corrupt() {
        Absence present = absence;
        return present != null && present.outage().kind() == Outage.Kind.CORRUPT;
    }

    /** @param connections replaces those of before */
    void renewing(Runnable connections) {
        renewal = connections;
    }

    void renew() {
        renewal.run();
    }

    /** True when there is somebody to say when the database is back. */
    boolean watched() {
        return watch != null;
    }

    /** Comes when the database answers next, on the thread that asks it; fails when nobody asks any more. */
    CompletionStage<Void> nextAnswer() {
        return next.copy();
    }

    /** Somebody has failed to read or write: it is asked soon. */
    void suspect(Outage why) {
        JournalWatch asking = watch;
        if (asking != null) {
            asking.hurry(why);
        }
    }

    /** What came of an access that nobody repeats here. */
    <T> BoxedUnit noting(Try<T> access) {
        if (access.isFailure()) {
            Outage.behind(access.failed().get()).ifPresent(this::suspect);
        }
        return BoxedUnit.UNIT;
    }

    /** The two are told by one thread, the one that asks. */
    void answered() {
        Absence over = absence;
        if (over != null) {
            absence = null;
            LOG.info(
                    "The database answers again after {} s: what had to wait is recorded now, changes are taken again",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - over.sinceNanos()));
        }
        CompletableFuture<Void> asked = next;
        if (!asked.isDone()) {
            next = new CompletableFuture<>();
            asked.complete(null);
        }
    }

    void failed(Outage why) {
        Absence known = absence;
        if (known == null) {
            absence = new Absence(System.nanoTime(), why);
            LOG.warn(
                    "{} Tasks go on, changes are refused until it is back. Check the database, its disk, and the network"
                            + " between it and this worker",
                    why.sentence());
        } else if (why.explains(known.outage())) {
            absence = new Absence(known.sinceNanos(), why);
        }
    }

    /** Nobody asks any more. */
    void end() {
        next.completeExceptionally(new IllegalStateException("The worker ends"));
    }
}
