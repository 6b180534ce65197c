package io.troupe.persistence.journal;

import java.util.Objects;
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

/**
 * Whether the journal's database answers this node. Entities that know it is away do not begin to write, and what is
 * being written waits for {@link #nextAnswer}. An embedded database is as present as the node itself: nobody asks it.
 */
public final class JournalHealth implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(JournalHealth.class);

    /** One for each actor system; it ends its watch with it. */
    private static final class Id extends AbstractExtensionId<JournalHealth> implements ExtensionIdProvider {
        @Override
        public JournalHealth createExtension(ExtendedActorSystem system) {
            JournalHealth health = new JournalHealth();
            JournalSettings.used(system.settings().config())
                    .filter(JournalSettings::remote)
                    .ifPresent(settings -> {
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

    private record Outage(long sinceNanos, String reason) {}

    private volatile CompletableFuture<Void> next = new CompletableFuture<>();
    private volatile @Nullable JournalWatch watch;
    private volatile @Nullable Outage outage;

    public static JournalHealth of(org.apache.pekko.actor.typed.ActorSystem<?> system) {
        return of(Adapter.toClassic(system));
    }

    static JournalHealth of(ActorSystem system) {
        return ID.get(system);
    }

    /** True while the database does not answer. */
    public boolean away() {
        return outage != null;
    }

    /** True when there is somebody to say when the database is back. */
    boolean watched() {
        return watch != null;
    }

    /** Comes when the database answers next, on the thread that asks it; fails when nobody asks any more. */
    CompletionStage<Void> nextAnswer() {
        return next.copy();
    }

    /** A write has failed: it is asked soon. */
    void suspect() {
        JournalWatch asking = watch;
        if (asking != null) {
            asking.hurry();
        }
    }

    /** The two are told by one thread, the one that asks. */
    void answered() {
        Outage over = outage;
        if (over != null) {
            outage = null;
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

    void silent(Throwable why) {
        if (outage == null) {
            Outage begun = new Outage(System.nanoTime(), reason(why));
            outage = begun;
            LOG.warn(
                    "The database does not answer: {} Tasks go on, changes are refused until it is back. Check the"
                            + " database server and the network between it and this worker",
                    begun.reason());
        }
    }

    /** Nobody asks any more. */
    void end() {
        next.completeExceptionally(new IllegalStateException("The worker ends"));
    }

    /** The first line of the innermost message: drivers put neither URLs nor passwords there. */
    private static String reason(Throwable why) {
        Throwable cause = why;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String text = Objects.requireNonNullElse(cause.getMessage(), cause.toString())
                .strip()
                .lines()
                .findFirst()
                .orElse("");
        return text.endsWith(".") ? text : text + ".";
    }
}
