package io.troupe.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** A real server on a free port, and a client for it. */
final class TestServer implements AutoCloseable {

    static final long MAX_BODY = 1000;

    private static final Config LIMITS =
            ConfigFactory.parseMap(Map.of("troupe.http.max-body", MAX_BODY, "troupe.http.body-timeout", "300 ms"));

    private final ActorTestKit kit;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    TestServer() {
        this(Map.of());
    }

    /** @param properties beside a listener on a free port */
    TestServer(Map<String, String> properties) {
        this(properties, LIMITS);
    }

    private TestServer(Map<String, String> properties, Config limits) {
        Config config = ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(limits)
                .withFallback(ConfigFactory.parseResources("troupe-http.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        kit = ActorTestKit.create("http", config);
        server = HttpServer.bind(kit.system(), settings(properties, config));
    }

    /** @param limits instead of low ones */
    static TestServer within(String limits) {
        return new TestServer(Map.of(), ConfigFactory.parseString(limits));
    }

    /** @param settings beside low limits */
    static TestServer with(Map<String, String> properties, String settings) {
        return new TestServer(properties, ConfigFactory.parseString(settings).withFallback(LIMITS));
    }

    HttpServer server() {
        return server;
    }

    /** The server's actor system ends in order, with what is asked meanwhile. */
    CompletionStage<Done> leave() {
        return CoordinatedShutdown.get(kit.system()).runAll(CoordinatedShutdown.unknownReason());
    }

    void serve(List<Endpoint> endpoints) {
        server.serve(() -> endpoints);
    }

    /** Of a server on a free port, with low limits. */
    static HttpSettings settings(Map<String, String> properties) {
        return settings(properties, LIMITS.withFallback(ConfigFactory.defaultReference()));
    }

    private static HttpSettings settings(Map<String, String> properties, Config limits) {
        Map<String, String> all = new HashMap<>(Map.of("listeners", "http://127.0.0.1:0"));
        all.putAll(properties);
        return HttpSettings.of(all, limits);
    }

    URI uri(String path) {
        return URI.create(server.advertised() + path);
    }

    /** @param path as it goes over the wire */
    HttpResponse<String> get(String path) {
        return send("GET", path, "");
    }

    HttpResponse<String> get(URI address) {
        return send("GET", address, HttpRequest.BodyPublishers.noBody());
    }

    /** @param headers names and values in turn */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        return send(method, path, HttpRequest.BodyPublishers.ofString(body), headers);
    }

    HttpResponse<String> send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        return send(method, uri(path), body, headers);
    }

    HttpResponse<String> send(String method, URI address, HttpRequest.BodyPublisher body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + address + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }
}
