package io.troupe.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A listener that is bound.
 *
 * @param bound where it is, its port known
 */
record Port(Listener listener, InetSocketAddress bound) {

    private static final Duration BIND_TIMEOUT = Duration.ofSeconds(10);

    /** For connections that are left after the {@link LastAnswers}. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    /**
     * @param key of the setting that the listener is from
     * @param tls of https listeners
     * @throws IllegalStateException when the address cannot be bound; the message names it and the setting
     */
    static Port open(
            ActorSystem<?> system, String key, Listener listener, @Nullable Tls tls, HttpSettings settings, Gate gate) {
        ServerBuilder builder = Http.get(system).newServerAt(listener.host(), listener.port());
        if (listener.secure() && tls != null) {
            builder = builder.enableHttps(ConnectionContext.httpsServer(tls::engine));
        }
        try {
            Gate rim = Rim.around(system, gate, listener, listener.local(), settings);
            ServerBinding binding = builder.bindFlow(connection(settings, rim, LastAnswers.before(system)))
                    .toCompletableFuture()
                    .get(BIND_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            binding.addToCoordinatedShutdown(ENDING, system);
            return new Port(listener, binding.localAddress());
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "The REST API cannot listen on %s: is another program using it? Set %s to another address."
                            .formatted(listener, key),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the REST API was starting", e);
        }
    }

    private static Flow<HttpRequest, HttpResponse, NotUsed> connection(
            HttpSettings settings, Gate gate, LastAnswers last) {
        return BidiFlow.fromGraph(new HeadDeadline(settings.limits().headTimeout()))
                .join(Flow.<HttpRequest>create().mapAsync(1, request -> last.with(safely(settings, gate, request))));
    }

    /** A stage that failed would end its connection without an answer. */
    private static CompletionStage<HttpResponse> safely(HttpSettings settings, Gate gate, HttpRequest request) {
        request.getHeader(TimeoutAccess.class).ifPresent(header -> header.timeoutAccess()
                .updateHandler(late -> settings.headers().on(Answers.failure(new TimeoutException()))));
        try {
            return gate.answer(request)
                    .exceptionally(failure -> settings.headers().on(Answers.failure(failure)));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(settings.headers().on(Answers.failure(e)));
        }
    }

    URI address(@Nullable String advertisedHost, @Nullable Integer advertisedPort) {
        String host = advertisedHost == null ? host() : advertisedHost;
        return URI.create(
                new Listener(listener.scheme(), host, advertisedPort == null ? bound.getPort() : advertisedPort)
                        .toString());
    }

    private String host() {
        if (!listener.everywhere()) {
            return listener.host();
        }
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress().getHostAddress();
        }
    }
}
