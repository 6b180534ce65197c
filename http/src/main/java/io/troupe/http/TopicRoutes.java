package io.troupe.http;

import static io.troupe.http.Endpoint.get;
import static io.troupe.http.Endpoint.put;

import io.troupe.cluster.connector.Connectors;
import io.troupe.http.json.ActiveTopics;
import io.troupe.worker.TopicTracking;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /connectors/x/topics}; texts as in contract/rest/locked.json and open-web.json. */
public final class TopicRoutes implements Routes {

    private static final String TOPICS = "/connectors/{connector}/topics";

    private final Connectors connectors;
    private final TopicTracking tracking;

    public TopicRoutes(Connectors connectors, TopicTracking tracking) {
        this.connectors = connectors;
        this.tracking = tracking;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(get(TOPICS, this::list), put(TOPICS + "/reset", this::reset));
    }

    private CompletionStage<HttpResponse> list(Exchange exchange) {
        if (!tracking.enabled()) {
            return forbidden("Topic tracking is disabled.");
        }
        String name = exchange.variable("connector");
        return connectors.topics(name).thenApply(topics -> Answers.json(200, Map.of(name, new ActiveTopics(topics))));
    }

    private CompletionStage<HttpResponse> reset(Exchange exchange) {
        if (!tracking.enabled()) {
            return forbidden("Topic tracking is disabled.");
        }
        if (!tracking.resettable()) {
            return forbidden("Topic tracking reset is disabled.");
        }
        return connectors
                .resetTopics(exchange.variable("connector"), exchange.caller())
                .thenApply(topics -> Answers.empty(202));
    }

    private static CompletionStage<HttpResponse> forbidden(String text) {
        return CompletableFuture.completedFuture(Answers.error(403, text));
    }
}
