package io.troupe.node;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.Done;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node after the other: when the cluster has removed a node, the next one takes its place in the same process, with
 * an actor system of its own and the same settings.
 */
final class Revival implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
    private static final String ON_REMOVAL = "troupe.on.removal";
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);

    private final Map<String, String> properties;
    private final boolean again;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CompletableFuture<Done> ended = new CompletableFuture<>();
    private volatile Node node;
    private volatile @Nullable Thread reviving;

    private Revival(Map<String, String> properties, boolean again, Node node) {
        this.properties = properties;
        this.again = again;
        this.node = node;
    }

    /** As {@link Troupe#start} says. */
    static Revival begin(Map<String, String> properties) {
        boolean again = again(properties.getOrDefault(ON_REMOVAL, "restart").trim());
        Node first = Node.start(properties);
        Revival revival = new Revival(sameAddress(properties, first.restUrl()), again, first);
        revival.watch(first);
        return revival;
    }

    private static boolean again(String onRemoval) {
        return switch (onRemoval.toLowerCase(Locale.ROOT)) {
            case "restart" -> true;
            case "exit" -> false;
            default -> throw new ConfigException(ON_REMOVAL, onRemoval, "restart or exit");
        };
    }

    /** A port that was chosen for the first node is kept. */
    private static Map<String, String> sameAddress(Map<String, String> properties, URI rest) {
        Map<String, String> kept = new HashMap<>(properties);
        String listeners = properties.getOrDefault("listeners", "").trim();
        if (listeners.endsWith(":0") && !listeners.contains(",") && !properties.containsKey("rest.advertised.port")) {
            kept.put("listeners", listeners.substring(0, listeners.length() - 1) + rest.getPort());
        }
        return kept;
    }

    Node node() {
        return node;
    }

    /** Completes when there will be no further node. */
    CompletionStage<Done> ended() {
        return ended.copy();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void watch(Node watched) {
        watched.ended().thenRun(() -> {
            if (isStopping() || !again) {
                ended.complete(Done.getInstance());
            } else {
                Thread thread = new Thread(() -> revive(watched), "troupe-revival");
                thread.setDaemon(true);
                reviving = thread;
                thread.start();
            }
        });
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void revive(Node before) {
        LOG.warn("This worker was removed from its cluster: the others could not reach it for long. It starts anew");
        before.stop();
        Duration wait = SOONEST;
        while (!stopsWithin(wait)) {
            wait = wait.multipliedBy(2).compareTo(LATEST) < 0 ? wait.multipliedBy(2) : LATEST;
            try {
                Node next = Node.start(properties);
                node = next;
                watch(next);
                LOG.info("This worker, which was removed, is up again at {}", next.restUrl());
                return;
            } catch (RuntimeException e) {
                LOG.warn(
                        "This worker, which was removed, could not start anew: {} It tries again in {} s",
                        CommandFailed.lineOf(e),
                        wait.toSeconds());
            }
        }
        ended.complete(Done.getInstance());
    }

    private boolean stopsWithin(Duration wait) {
        try {
            return stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** A node that is just starting does not get far. */
    @Override
    public void close() {
        stopping.countDown();
        Thread thread = reviving;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(STOP_LIMIT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        node.stop();
    }
}
