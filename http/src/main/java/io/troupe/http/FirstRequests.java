package io.troupe.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks what users will ask, before they do: whatever a process does for the first time is slow, and on a busy machine
 * the first who want to create something would wait for seconds. Nothing is changed by it.
 */
final class FirstRequests {

    private static final Logger LOG = LoggerFactory.getLogger(FirstRequests.class);
    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int TIMES = 3;

    /** A plugin that comes with Troupe, and a number of tasks that no configuration may have. */
    private static final String UNUSABLE = """
            {"name": "rehearsal", "config": {
              "connector.class": "org.apache.kafka.connect.mirror.MirrorHeartbeatConnector",
              "source.cluster.alias": "rehearsal",
              "tasks.max": "none"}}""";

    private static final List<HttpRequest> ALL = List.of(
            HttpRequest.GET("/connectors"),
            HttpRequest.GET("/connectors/rehearsal/status"),
            HttpRequest.POST("/connectors").withEntity(ContentTypes.APPLICATION_JSON, UNUSABLE));

    private FirstRequests() {}

    /** Blocks for some seconds at most. Who cannot answer now is another's business. */
    static void to(Gate gate) {
        to(gate, LIMIT);
    }

    static void to(Gate gate, Duration limit) {
        CompletionStage<?> asked = CompletableFuture.completedFuture(null);
        for (int time = 0; time < TIMES; time++) {
            for (HttpRequest request : ALL) {
                asked = asked.thenCompose(done -> answer(gate, request));
            }
        }
        try {
            asked.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Not all of the first requests were answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static CompletionStage<HttpResponse> answer(Gate gate, HttpRequest request) {
        return gate.answer(request).whenComplete((answer, failure) -> LOG.debug("{}: {}", request.getUri(), answer));
    }
}
