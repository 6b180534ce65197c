package io.troupe.http;

import static io.troupe.http.Endpoint.get;

import io.troupe.http.json.ServerInfo;
import io.troupe.worker.metrics.WorkerMetrics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a worker says of itself. */
public final class ServerRoutes implements Routes {

    static final String READY = "/health/ready";

    private final ServerInfo info;
    private final WorkerMetrics metrics;
    private final Readiness readiness;

    public ServerRoutes(ServerInfo info, WorkerMetrics metrics, Readiness readiness) {
        this.info = info;
        this.metrics = metrics;
        this.readiness = readiness;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get("/", exchange -> answer(info)),
                get("/health", exchange -> health(readiness.health())),
                get(READY, exchange -> health(readiness.ready())),
                get("/troupe/openapi.json", exchange -> openApi()),
                get("/metrics", exchange -> figures()).giving(PrometheusText.TYPE.mediaType()));
    }

    private static CompletionStage<HttpResponse> health(Readiness.Answer answer) {
        return CompletableFuture.completedFuture(Answers.json(answer.status(), answer.health()));
    }

    /** Not on the thread of the request: a thousand connectors have a hundred thousand figures. */
    private CompletionStage<HttpResponse> figures() {
        return CompletableFuture.supplyAsync(() -> Answers.empty(200)
                .withEntity(HttpEntities.create(PrometheusText.TYPE, PrometheusText.of(metrics.registries()))));
    }

    private static CompletionStage<HttpResponse> openApi() {
        return CompletableFuture.completedFuture(
                Answers.empty(200).withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, OpenApi.DOCUMENT)));
    }

    private static CompletionStage<HttpResponse> answer(Object body) {
        return CompletableFuture.completedFuture(Answers.json(200, body));
    }
}
