package io.troupe.http;

import io.troupe.http.json.ErrorMessage;
import io.troupe.http.json.Health;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.japi.function.Function;
import org.jspecify.annotations.Nullable;

/** The REST API's port. It opens before the worker is ready, so that its address is known; until then it says so. */
public final class HttpServer {

    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final HttpSettings settings;
    private final Gate gate;
    private final ServerBinding binding;

    private HttpServer(ActorSystem<?> system, HttpSettings settings, Gate gate, ServerBinding binding) {
        this.system = system;
        this.settings = settings;
        this.gate = gate;
        this.binding = binding;
    }

    /** @throws IllegalStateException when the address cannot be bound; the message names it and the setting */
    public static HttpServer bind(ActorSystem<?> system, HttpSettings settings) {
        Gate gate = new Gate();
        try {
            ServerBinding binding = Http.get(system)
                    .newServerAt(settings.host(), settings.port())
                    .bind((Function<HttpRequest, CompletionStage<HttpResponse>>) gate::answer)
                    .toCompletableFuture()
                    .get(BIND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            binding.addToCoordinatedShutdown(LAST_REQUESTS, system);
            return new HttpServer(system, settings, gate, binding);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The REST API cannot listen on %s:%d: is another program using it? Set listeners to another address."
                            .formatted(settings.host(), settings.port()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the REST API was starting", e);
        }
    }

    /** From now on requests are answered. */
    public void serve(ServerRoutes server, PluginRoutes plugins, ConnectorRoutes connectors) {
        List<Endpoint> endpoints = Stream.of(server.endpoints(), plugins.endpoints(), connectors.endpoints())
                .flatMap(List::stream)
                .toList();
        serve(new RouteTable(system, endpoints, settings.maxBodyBytes()));
    }

    void serve(RouteTable table) {
        gate.table = table;
    }

    /** Where others reach this worker. */
    public Uri advertised() {
        InetSocketAddress bound = binding.localAddress();
        String host = settings.advertisedHost();
        Integer port = settings.advertisedPort();
        return Uri.create(
                "http://" + (host == null ? host(bound) : host) + ":" + (port == null ? bound.getPort() : port));
    }

    /** The advertised address as statuses show it. */
    public String workerId() {
        Uri address = advertised();
        return address.host().address() + ":" + address.port();
    }

    private static String host(InetSocketAddress bound) {
        if (!bound.getAddress().isAnyLocalAddress()) {
            return bound.getHostString();
        }
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }

    /** Closed until the worker is ready. */
    private static final class Gate {
        private volatile @Nullable RouteTable table;

        CompletionStage<HttpResponse> answer(HttpRequest request) {
            RouteTable open = table;
            return open == null ? CompletableFuture.completedFuture(starting(request)) : open.handle(request);
        }

        private static HttpResponse starting(HttpRequest request) {
            String path = request.getUri().path();
            return path.equals("/health") || path.equals("/health/")
                    ? Answers.json(503, new Health("starting", "Worker is still starting up."))
                    : Answers.json(503, new ErrorMessage(503, "The worker is starting; try again in a moment."));
        }
    }
}
