package io.troupe.http;

import static io.troupe.http.Endpoint.get;

import io.troupe.http.json.Health;
import io.troupe.http.json.ServerInfo;
import io.troupe.worker.metrics.WorkerMetrics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a worker says of itself. */
public final class ServerRoutes implements Routes {

    private final ServerInfo info;
    private final WorkerMetrics metrics;
    private final BooleanSupplier arrived;

    /** @param arrived whether the worker has its share of the work; before, it answers, but is not ready for more */
    public ServerRoutes(ServerInfo info, WorkerMetrics metrics, BooleanSupplier arrived) {
        this.info = info;
        this.metrics = metrics;
        this.arrived = arrived;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get("/", exchange -> answer(info)),
                get("/health", exchange -> health()),
                get("/troupe/openapi.json", exchange -> openApi()),
                get("/metrics", exchange -> figures()).giving(PrometheusText.TYPE.mediaType()));
    }

    private CompletionStage<HttpResponse> health() {
        return arrived.getAsBoolean()
                ? answer(new Health("healthy", "Worker has completed startup and is ready to handle requests."))
                : CompletableFuture.completedFuture(Answers.json(
                        503, new Health("starting", "Worker has joined its cluster and gets its share of the tasks.")));
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
