package io.troupe.http;

import static io.troupe.http.Endpoint.delete;
import static io.troupe.http.Endpoint.get;

import io.troupe.cluster.connector.Connectors;
import io.troupe.cluster.connector.Connectors.View;
import io.troupe.http.json.ConnectorInfo;
import io.troupe.http.json.ConnectorStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /troupe/connector?name=}: a connector whose name no path can carry, because it has a slash, a backslash or a
 * percent sign in it, or is one or two dots. Such connectors can be created, as in the reference.
 */
public final class ConnectorByName implements Routes {

    private static final String PATH = "/troupe/connector";

    private final Connectors connectors;
    private final ConnectorTypes types;

    public ConnectorByName(Connectors connectors, ConnectorTypes types) {
        this.connectors = connectors;
        this.types = types;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(get(PATH, this::read), delete(PATH, this::remove));
    }

    private CompletionStage<HttpResponse> read(Exchange exchange) {
        return named(exchange, name -> connectors.find(name).thenApply(found -> found.map(
                        view -> Answers.json(200, body(view)))
                .orElseGet(() -> Answers.error(404, "Connector " + name + " not found"))));
    }

    /** As {@code /connectors?expand=info&expand=status} has it. */
    private Map<String, Object> body(View view) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("info", ConnectorInfo.of(view, types.of(view)));
        ConnectorStatus.of(view, types.of(view)).ifPresent(status -> body.put("status", status));
        return body;
    }

    private CompletionStage<HttpResponse> remove(Exchange exchange) {
        return named(
                exchange, name -> connectors.delete(name, exchange.caller()).thenApply(view -> Answers.empty(204)));
    }

    private static CompletionStage<HttpResponse> named(
            Exchange exchange, Function<String, CompletionStage<HttpResponse>> answer) {
        List<String> names = exchange.query("name");
        return names.size() == 1
                ? answer.apply(names.get(0))
                : CompletableFuture.completedFuture(
                        Answers.error(400, "Say which connector is meant, once: " + PATH + "?name=..."));
    }
}
