package io.troupe.http;

import static io.troupe.http.Endpoint.get;

import io.troupe.http.json.Health;
import io.troupe.http.json.PluginInfo;
import io.troupe.http.json.ServerInfo;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a worker says of itself. */
public final class ServerRoutes {

    private final ServerInfo info;
    private final Plugins plugins;

    public ServerRoutes(ServerInfo info, Plugins plugins) {
        this.info = info;
        this.plugins = plugins;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/", exchange -> answer(info)),
                get(
                        "/health",
                        exchange -> answer(new Health(
                                "healthy", "Worker has completed startup and is ready to handle requests."))),
                get("/connector-plugins", this::plugins));
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

    private static boolean connector(PluginDescriptor plugin) {
        return plugin.type().isConnector();
    }

    private static CompletionStage<HttpResponse> answer(Object body) {
        return CompletableFuture.completedFuture(Answers.json(200, body));
    }
}
