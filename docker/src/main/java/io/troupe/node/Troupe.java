package io.troupe.node;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A worker inside another program. Several may live in one process, each with its own ports; all that share {@code
 * group.id} and database form one cluster.
 *
 * <pre>{@code
 * try (Troupe troupe = Troupe.start(Map.of(
 *         "bootstrap.servers", "localhost:9092",
 *         "group.id", "orders",
 *         "key.converter", "org.apache.kafka.connect.json.JsonConverter",
 *         "value.converter", "org.apache.kafka.connect.json.JsonConverter"))) {
 *     System.out.println(troupe.restUrl());
 * }
 * }</pre>
 */
public final class Troupe implements AutoCloseable {

    private final Revival revival;

    private Troupe(Revival revival) {
        this.revival = revival;
    }

    /**
     * Starts a worker and waits until it answers.
     *
     * @param workerProperties as in a properties file of Kafka Connect; Troupe's own settings begin with {@code troupe.}
     * @throws org.apache.kafka.common.config.ConfigException when a setting is missing or invalid; the message names it
     * @throws IllegalStateException when a port, the database, Kafka or the cluster cannot be had; the message says why
     */
    public static Troupe start(Map<String, String> workerProperties) {
        return new Troupe(Revival.begin(workerProperties));
    }

    /** Where the REST API is, with a slash at its end: paths without one at their beginning are resolved against it. */
    public URI restUrl() {
        return folder(revival.node().restUrl());
    }

    /**
     * Where the admin part of the REST API is; the same as {@link #restUrl()} unless {@code admin.listeners} is set.
     *
     * @throws IllegalStateException when {@code admin.listeners} is empty, and nothing is there
     */
    public URI adminUrl() {
        return revival.node()
                .adminUrl()
                .map(Troupe::folder)
                .orElseThrow(
                        () -> new IllegalStateException("admin.listeners is empty: this worker has no admin part"));
    }

    private static URI folder(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? address : URI.create(text + "/");
    }

    /**
     * Completes when the worker has got its share of the tasks from the others of its cluster, or after half a minute;
     * immediately when it is alone. Whoever restarts workers in turn waits for it before the next one.
     */
    public CompletionStage<?> arrived() {
        return revival.node().arrived();
    }

    /**
     * Completes when the worker has ended: after {@link #stop()}. When the other workers could not reach it for long and
     * removed it from their cluster, it starts anew by itself, and this does not complete; only with {@code
     * troupe.on.removal=exit} it does, and the worker has to be started again.
     */
    public CompletionStage<?> ended() {
        return revival.ended();
    }

    /** Stops every task with a last commit, leaves the cluster, and ends. Waits, for a bounded time. */
    public void stop() {
        revival.close();
    }

    @Override
    public void close() {
        stop();
    }
}
