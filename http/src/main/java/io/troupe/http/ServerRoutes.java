package io.troupe.http;

import static io.troupe.http.Endpoint.get;

import io.troupe.http.json.Health;
import io.troupe.http.json.PluginInfo;
import io.troupe.http.json.ServerInfo;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.worker.metrics.WorkerMetrics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a worker says of itself. */
public final class ServerRoutes implements Routes {

    private final ServerInfo info;
    private final Plugins plugins;
    private final WorkerMetrics metrics;

    public ServerRoutes(ServerInfo info, Plugins plugins, WorkerMetrics metrics) {
        this.info = info;
        this.plugins = plugins;
        this.metrics = metrics;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get("/", exchange -> answer(info)),
                get(
                        "/health",
                        exchange -> answer(new Health(
                                "healthy", "Worker has completed startup and is ready to handle requests."))),
                get("/connector-plugins", this::plugins),
                get("/metrics", exchange -> figures()).giving(PrometheusText.TYPE.mediaType()));
    }

    /** Connectors only, unless {@code connectorsOnly} has a value that is not true: contract/rest/connector-plugins.json. */
    private CompletionStage<HttpResponse> plugins(Exchange exchange) {
        boolean all = exchange.query("connectorsOnly").stream()
                .anyMatch(value -> !value.isEmpty() && !Boolean.parseBoolean(value));
        return answer(plugins.list().stream()
                .filter(plugin -> all || connector(plugin))
                .map(PluginInfo::of)
                .distinct()
                .toList());
    }

    /** Not on the thread of the request: a thousand connectors have a hundred thousand figures. */
    private CompletionStage<HttpResponse> figures() {
        return CompletableFuture.supplyAsync(() -> Answers.empty(200)
                .withEntity(HttpEntities.create(PrometheusText.TYPE, PrometheusText.of(metrics.registries()))));
    }

    private static boolean connector(PluginDescriptor plugin) {
        return plugin.type().isConnector();
    }

    private static CompletionStage<HttpResponse> answer(Object body) {
        return CompletableFuture.completedFuture(Answers.json(200, body));
    }
}
