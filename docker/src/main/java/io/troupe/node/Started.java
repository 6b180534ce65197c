package io.troupe.node;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has started; ended once, the last first. */
final class Started implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Started.class);

    /** Beyond the sum of what the phases of the shutdown may take when nothing is wrong. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T own(T resource) {
        resources.push(resource);
        return resource;
    }

    /** Ended after everything else: what others still use while they end. */
    synchronized <T extends AutoCloseable> T ownToTheLast(T resource) {
        resources.addLast(resource);
        return resource;
    }

    /** An actor system ends by its coordinated shutdown: requests, then plugins, then the cluster. */
    ActorSystem<Void> system(String name, Config config) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), name, config);
        own(() -> end(system));
        return system;
    }

    private static void end(ActorSystem<?> system) throws InterruptedException {
        try {
            CoordinatedShutdown.get(system)
                    .runAll(CoordinatedShutdown.unknownReason())
                    .toCompletableFuture()
                    .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The worker did not stop in good order", e);
        }
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable resource = resources.poll(); resource != null; resource = resources.poll()) {
            try {
                resource.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.warn("Something did not end in good order", e);
            }
        }
    }
}
