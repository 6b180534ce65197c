package io.troupe.http;

import static io.troupe.http.Endpoint.delete;
import static io.troupe.http.Endpoint.get;
import static io.troupe.http.Endpoint.patch;
import static io.troupe.http.Endpoint.post;
import static io.troupe.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.RefusedException;
import io.troupe.cluster.connector.Connectors;
import io.troupe.cluster.connector.Connectors.View;
import io.troupe.http.json.ConnectorInfo;
import io.troupe.http.json.ConnectorStatus;
import io.troupe.http.json.CreateConnectorRequest;
import io.troupe.http.json.TaskInfo;
import io.troupe.persistence.connector.TargetState;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /connectors}: every endpoint of it in one table, and a method an answer. */
public final class ConnectorRoutes implements Routes {

    private static final String CONNECTOR = "/connectors/{connector}";
    private static final String TASK = CONNECTOR + "/tasks/{task}";
    private static final TypeReference<CreateConnectorRequest> CREATE = new TypeReference<>() {};
    private static final TypeReference<Map<String, @Nullable String>> CONFIG = new TypeReference<>() {};

    /** Says which connectors are not in a list although they exist. */
    static final String INCOMPLETE = "Troupe-Incomplete";

    private static final int MOST_INCOMPLETE_CHARACTERS = 4_000;
    /** Longer than it takes to replace a worker that is silent, up to 15 s: until then its connectors do not answer. */
    private static final Duration EXPANSION_LIMIT = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(ConnectorRoutes.class);

    private final Connectors connectors;
    private final ConnectorTypes types;
    private final URI advertised;

    /** @param advertised where users find this worker's REST API; begins the address of what was created */
    public ConnectorRoutes(Connectors connectors, ConnectorTypes types, URI advertised) {
        this.connectors = connectors;
        this.types = types;
        this.advertised = advertised;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get("/connectors", this::list),
                post("/connectors", this::create).takingJson(),
                get(CONNECTOR, this::info),
                delete(CONNECTOR, this::remove),
                get(CONNECTOR + "/config", this::config),
                put(CONNECTOR + "/config", this::configure).takingJson(),
                patch(CONNECTOR + "/config", this::patchConfig).takingJson(),
                get(CONNECTOR + "/status", this::status),
                get(CONNECTOR + "/tasks", this::tasks),
                get(TASK + "/status", this::taskStatus),
                post(TASK + "/restart", this::restartTask),
                post(CONNECTOR + "/restart", this::restart),
                put(CONNECTOR + "/pause", exchange -> retarget(exchange, TargetState.PAUSED, 202)),
                put(CONNECTOR + "/resume", exchange -> retarget(exchange, TargetState.STARTED, 202)),
                put(CONNECTOR + "/stop", exchange -> retarget(exchange, TargetState.STOPPED, 204)));
    }

    // --- the collection

    private CompletionStage<HttpResponse> list(Exchange exchange) {
        List<String> expansions = exchange.query("expand");
        return expansions.isEmpty()
                ? connectors.names().thenApply(names -> Answers.json(200, names))
                : connectors.names().thenCompose(names -> expanded(names, expansions));
    }

    /** Without those that do not answer: {@link #INCOMPLETE} names them. When none does, their failure is the answer. */
    private CompletionStage<HttpResponse> expanded(List<String> names, List<String> expansions) {
        return Survey.of(names, expansions.contains("info") ? connectors::find : connectors::observe, EXPANSION_LIMIT)
                .thenApply(picture -> {
                    Map<String, Throwable> missing = picture.missing();
                    if (picture.seen().isEmpty() && !missing.isEmpty()) {
                        return Answers.failure(missing.values().iterator().next());
                    }
                    Map<String, Object> bodies = new LinkedHashMap<>();
                    picture.seen().forEach((name, view) -> bodies.put(name, expansion(view, expansions)));
                    HttpResponse answer = Answers.json(200, bodies);
                    if (missing.isEmpty()) {
                        return answer;
                    }
                    String left = encoded(missing.keySet());
                    LOG.warn(
                            "A list of connectors is without {} that do not answer: {}; the first one: {}",
                            missing.size(),
                            left,
                            missing.values().iterator().next().toString());
                    return answer.addHeader(RawHeader.create(INCOMPLETE, left));
                });
    }

    /** As in a path, with commas between; of very many the first ones. */
    private static String encoded(Collection<String> names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            String next = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
            if (text.length() + next.length() > MOST_INCOMPLETE_CHARACTERS) {
                return text.append(text.isEmpty() ? "..." : ",...").toString();
            }
            text.append(text.isEmpty() ? "" : ",").append(next);
        }
        return text.toString();
    }

    private Map<String, Object> expansion(View view, List<String> expansions) {
        Map<String, Object> body = new LinkedHashMap<>();
        if (expansions.contains("info")) {
            body.put("info", infoOf(view));
        }
        if (expansions.contains("status")) {
            ConnectorStatus.of(view, types.of(view)).ifPresent(status -> body.put("status", status));
        }
        return body;
    }

    private CompletionStage<HttpResponse> create(Exchange exchange) {
        CreateConnectorRequest request;
        try {
            request = exchange.json(CREATE);
        } catch (JsonProcessingException e) {
            return failed(e);
        }
        if (request == null || request.config() == null) {
            return refused(500, "The request has no config: send {\"name\": ..., \"config\": {...}}");
        }
        String name = Objects.requireNonNullElse(request.name(), "").trim();
        return named(name, request.config())
                .thenCompose(config -> connectors.create(name, config, request.target(), exchange.caller()))
                .thenApply(this::created);
    }

    private HttpResponse created(View view) {
        return Answers.json(201, infoOf(view)).addHeader(Locations.of(advertised, "connectors", view.name()));
    }

    // --- one connector

    private CompletionStage<HttpResponse> info(Exchange exchange) {
        return found(exchange, view -> Answers.json(200, infoOf(view)));
    }

    private CompletionStage<HttpResponse> config(Exchange exchange) {
        return found(exchange, view -> Answers.json(200, view.state().config()));
    }

    private CompletionStage<HttpResponse> configure(Exchange exchange) {
        Map<String, @Nullable String> body;
        try {
            body = exchange.json(CONFIG);
        } catch (JsonProcessingException e) {
            return failed(e);
        }
        if (body == null) {
            return refused(500, "The request has no body: send the whole configuration as a JSON object");
        }
        String name = exchange.variable("connector");
        return named(name, body)
                .thenCompose(config -> connectors.configure(name, config, exchange.caller()))
                .thenApply(done -> done.created() ? created(done.view()) : Answers.json(200, infoOf(done.view())));
    }

    private CompletionStage<HttpResponse> patchConfig(Exchange exchange) {
        Map<String, @Nullable String> changes;
        try {
            changes = exchange.json(CONFIG);
        } catch (JsonProcessingException e) {
            return failed(e);
        }
        if (changes == null) {
            return refused(500, "The request has no body: send the settings to change as a JSON object");
        }
        String name = exchange.variable("connector");
        return worded(connectors.patch(name, changes, exchange.caller()), "Connector " + name + " not found")
                .thenApply(view -> Answers.json(200, infoOf(view)));
    }

    private CompletionStage<HttpResponse> tasks(Exchange exchange) {
        String name = exchange.variable("connector");
        return connectors.tasks(name).thenApply(found -> found.map(
                        configs -> Answers.json(200, TaskInfo.all(name, configs)))
                .orElseGet(() -> Answers.error(404, "Connector " + name + " not found")));
    }

    private CompletionStage<HttpResponse> status(Exchange exchange) {
        String name = exchange.variable("connector");
        return connectors.observe(name).thenApply(found -> found.flatMap(
                        view -> ConnectorStatus.of(view, types.of(view)))
                .map(status -> Answers.json(200, status))
                .orElseGet(() -> Answers.error(404, "No status found for connector " + name)));
    }

    private CompletionStage<HttpResponse> taskStatus(Exchange exchange) {
        String name = exchange.variable("connector");
        return withTask(exchange, task -> connectors.observe(name).thenApply(found -> found.flatMap(
                        view -> ConnectorStatus.task(view.state(), task))
                .map(status -> Answers.json(200, status))
                .orElseGet(() -> Answers.error(404, "No status found for task " + name + "-" + task))));
    }

    private CompletionStage<HttpResponse> retarget(Exchange exchange, TargetState target, int status) {
        return connectors
                .retarget(exchange.variable("connector"), target, exchange.caller())
                .thenApply(view -> Answers.empty(status));
    }

    private CompletionStage<HttpResponse> restart(Exchange exchange) {
        boolean includeTasks = exchange.flag("includeTasks");
        boolean onlyFailed = exchange.flag("onlyFailed");
        String name = exchange.variable("connector");
        CompletionStage<View> restarted = connectors.restart(name, includeTasks, onlyFailed, exchange.caller());
        return worded(restarted, "Unknown connector: " + name)
                .thenApply(view -> includeTasks || onlyFailed
                        ? ConnectorStatus.of(view, types.of(view))
                                .map(status -> Answers.json(202, status))
                                .orElseGet(() -> Answers.empty(202))
                        : Answers.empty(204));
    }

    private CompletionStage<HttpResponse> restartTask(Exchange exchange) {
        String name = exchange.variable("connector");
        return withTask(exchange, task -> worded(
                        connectors.restartTask(name, task, exchange.caller()), "Unknown connector: " + name)
                .thenApply(view -> Answers.empty(204)));
    }

    private CompletionStage<HttpResponse> remove(Exchange exchange) {
        String name = exchange.variable("connector");
        return worded(connectors.delete(name, exchange.caller()), "Connector " + name + " not found")
                .thenApply(view -> Answers.empty(204));
    }

    // --- shared by several answers

    private CompletionStage<HttpResponse> found(Exchange exchange, Function<View, HttpResponse> answer) {
        String name = exchange.variable("connector");
        return connectors.find(name).thenApply(found -> found.map(answer)
                .orElseGet(() -> Answers.error(404, "Connector " + name + " not found")));
    }

    private ConnectorInfo infoOf(View view) {
        return ConnectorInfo.of(view, types.of(view));
    }

    /** The configuration with the connector's name in it; another name is refused. */
    private static CompletionStage<Map<String, String>> named(String name, Map<String, @Nullable String> config) {
        String inConfig = config.get("name");
        if (inConfig != null && !inConfig.equals(name)) {
            return CompletableFuture.failedFuture(new Refusal(
                            Reason.INVALID,
                            "Connector name configuration (" + inConfig + ") doesn't match connector name in the URL ("
                                    + name + ")")
                    .asException());
        }
        Map<String, String> complete = new LinkedHashMap<>(config);
        complete.put("name", name);
        return CompletableFuture.completedFuture(complete);
    }

    /** The reference words "not found" differently from endpoint to endpoint: contract/rest/lifecycle.json. */
    private static <T> CompletionStage<T> worded(CompletionStage<T> stage, String notFound) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause = Answers.cause(failure);
            boolean unknown = cause instanceof RefusedException refused
                    && refused.refusal().reason() == Reason.NOT_FOUND
                    && refused.refusal().text().startsWith("Unknown connector ");
            return CompletableFuture.failedFuture(
                    unknown ? new Refusal(Reason.NOT_FOUND, notFound).asException() : cause);
        });
    }

    private static CompletionStage<HttpResponse> withTask(
            Exchange exchange, Function<Integer, CompletionStage<HttpResponse>> answer) {
        Optional<Integer> task = number(exchange.variable("task"));
        return task.map(answer)
                .orElseGet(() -> CompletableFuture.completedFuture(Answers.error(404, "HTTP 404 Not Found")));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static CompletionStage<HttpResponse> failed(Throwable failure) {
        return CompletableFuture.completedFuture(Answers.failure(failure));
    }

    private static CompletionStage<HttpResponse> refused(int status, String text) {
        return CompletableFuture.completedFuture(Answers.error(status, text));
    }
}
