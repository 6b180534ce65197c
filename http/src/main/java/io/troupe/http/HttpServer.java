package io.troupe.http;

import io.troupe.http.extension.JaxRs;
import io.troupe.http.extension.ServedPath;
import io.troupe.http.json.ErrorMessage;
import io.troupe.http.json.Health;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The REST API's ports. They open before the worker is ready, so that its address is known; until then they say so. */
public final class HttpServer {

    private final HttpSettings settings;
    private final Bodies bodies;
    private final Opening main = new Opening();
    private final Opening admin = new Opening();
    private final List<Port> ports = new ArrayList<>();
    private final List<Port> adminPorts = new ArrayList<>();

    private HttpServer(ActorSystem<?> system, HttpSettings settings) {
        this.settings = settings;
        this.bodies = new Bodies(system, settings.limits());
    }

    /** @throws IllegalStateException when an address cannot be bound; the message names it and the setting */
    public static HttpServer bind(ActorSystem<?> system, HttpSettings settings) {
        HttpServer server = new HttpServer(system, settings);
        Gate front = settings.headers().around(settings.crossOrigin().around(server.main));
        Gate back = settings.headers().around(server.admin);
        for (Listener listener : settings.listeners()) {
            server.ports.add(Port.open(system, "listeners", listener, settings.tls(), settings, front));
        }
        List<Listener> adminListeners = settings.adminListeners();
        for (Listener listener : adminListeners == null ? List.<Listener>of() : adminListeners) {
            server.adminPorts.add(Port.open(system, "admin.listeners", listener, settings.adminTls(), settings, back));
        }
        return server;
    }

    /** From now on requests are answered. */
    public void serve(Routes... parts) {
        serve(paths -> null, parts);
    }

    /**
     * @param extensions stand around the worker's own endpoints, if there are any; those of admin listeners, too: whom
     *     they refuse on one listener they refuse on each
     */
    public void serve(Function<List<ServedPath>, @Nullable JaxRs> extensions, Routes... parts) {
        boolean apart = settings.adminListeners() != null;
        List<Endpoint> own = endpoints(Stream.of(parts).filter(part -> !apart || !part.admin()));
        List<Endpoint> ofAdmin = endpoints(Stream.of(parts).filter(Routes::admin));
        Gate table = new RouteTable(own, bodies);
        Gate adminTable = new RouteTable(ofAdmin, bodies);
        FirstRequests.to(table);
        JaxRs layer = extensions.apply(paths(endpoints(Stream.of(parts))));
        main.gate = layer == null ? table : behind(layer, table);
        admin.gate = layer == null ? adminTable : behind(layer, adminTable);
    }

    private static List<ServedPath> paths(List<Endpoint> endpoints) {
        return endpoints.stream()
                .collect(Collectors.groupingBy(Endpoint::path, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(same -> new ServedPath(
                        same.get(0).path(),
                        same.stream().map(Endpoint::method).collect(Collectors.toSet()),
                        same.get(0).gives().toString()))
                .toList();
    }

    /** Extensions see whole requests. */
    private Gate behind(JaxRs layer, Gate table) {
        return request -> bodies.with(
                request,
                body -> layer.answer(request.withEntity(request.entity().getContentType(), body), table::answer));
    }

    private static List<Endpoint> endpoints(Stream<Routes> parts) {
        return parts.flatMap(part -> part.endpoints().stream()).toList();
    }

    /** Where others reach this worker. */
    public URI advertised() {
        Port port = ports.stream()
                .filter(each -> each.listener().scheme().equals(settings.advertisedScheme()))
                .findFirst()
                .orElseThrow();
        return port.address(settings.advertisedHost(), settings.advertisedPort());
    }

    List<URI> addresses() {
        return ports.stream().map(port -> port.address(null, null)).toList();
    }

    /** Where the admin part is, if it is anywhere. */
    public Optional<URI> adminAddress() {
        return settings.adminListeners() == null
                ? Optional.of(advertised())
                : adminPorts.stream().findFirst().map(port -> port.address(settings.advertisedHost(), null));
    }

    /** The advertised address as statuses show it. */
    public String workerId() {
        return advertised().getAuthority();
    }

    /** Closed until the worker is ready. */
    private static final class Opening implements Gate {
        private static final Set<String> HEALTH =
                Set.of("/health", "/health/", ServerRoutes.READY, ServerRoutes.READY + "/");

        private volatile @Nullable Gate gate;

        @Override
        public CompletionStage<HttpResponse> answer(HttpRequest request) {
            Gate open = gate;
            return open == null ? CompletableFuture.completedFuture(starting(request)) : open.answer(request);
        }

        private static HttpResponse starting(HttpRequest request) {
            return HEALTH.contains(request.getUri().path())
                    ? Answers.json(503, new Health("starting", "Worker is still starting up."))
                    : Answers.json(503, new ErrorMessage(503, "The worker is starting; try again in a moment."));
        }
    }
}
