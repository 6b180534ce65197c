package io.troupe.http;

import static io.troupe.http.Endpoint.get;

import io.troupe.cluster.connector.Connectors;
import io.troupe.http.json.ConnectorDegraded;
import io.troupe.http.json.ConnectorRestarts;
import io.troupe.http.json.ConnectorStalls;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /troupe/connectors/x}: what is done about failures, who does not come back, and who only says that it runs. */
public final class SupervisionRoutes implements Routes {

    private static final String CONNECTOR = "/troupe/connectors/{connector}";

    private final Connectors connectors;

    public SupervisionRoutes(Connectors connectors) {
        this.connectors = connectors;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get(CONNECTOR + "/restarts", this::restarts),
                get(CONNECTOR + "/stalls", this::stalls),
                get(CONNECTOR + "/degraded", this::degraded));
    }

    private CompletionStage<HttpResponse> restarts(Exchange exchange) {
        String name = exchange.variable("connector");
        return connectors.examine(name).thenApply(seen -> Answers.json(200, ConnectorRestarts.of(name, seen)));
    }

    private CompletionStage<HttpResponse> stalls(Exchange exchange) {
        String name = exchange.variable("connector");
        return connectors.examine(name).thenApply(seen -> Answers.json(200, ConnectorStalls.of(name, seen)));
    }

    private CompletionStage<HttpResponse> degraded(Exchange exchange) {
        String name = exchange.variable("connector");
        return connectors.examine(name).thenApply(seen -> Answers.json(200, ConnectorDegraded.of(name, seen)));
    }
}
