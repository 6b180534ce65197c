package io.troupe.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Accept;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/**
 * All endpoints as one table. What JAX-RS does for the reference follows from it: 404 for a path that is not in it, 405
 * for a method, 406 and 415 for media types, OPTIONS, and trailing slashes.
 */
final class RouteTable {

    private static final Duration BODY_TIMEOUT = Duration.ofSeconds(20);

    /** Once decoded; the last one stands for bytes that are no UTF-8. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[/\\\\%\uFFFD]");

    private final ActorSystem<?> system;
    private final List<Endpoint> endpoints;
    private final long maxBodyBytes;
    private final Duration bodyTimeout;

    RouteTable(ActorSystem<?> system, List<Endpoint> endpoints, long maxBodyBytes) {
        this(system, endpoints, maxBodyBytes, BODY_TIMEOUT);
    }

    RouteTable(ActorSystem<?> system, List<Endpoint> endpoints, long maxBodyBytes, Duration bodyTimeout) {
        this.system = system;
        this.endpoints = List.copyOf(endpoints);
        this.maxBodyBytes = maxBodyBytes;
        this.bodyTimeout = bodyTimeout;
    }

    private record Match(Endpoint endpoint, Map<String, String> variables) {}

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        List<String> segments = segments(request);
        if (ambiguous(request, segments)) {
            return refuse(request, Answers.badPath());
        }
        List<Match> matches = matches(segments);
        if (matches.isEmpty()) {
            return refuse(request, Answers.unrouted(404));
        }
        String method = request.method().value();
        Optional<Match> match = matches.stream()
                .filter(each -> each.endpoint().method().equals(method.equals("HEAD") ? "GET" : method))
                .findFirst();
        if (match.isEmpty()) {
            return refuse(request, method.equals("OPTIONS") ? options(matches) : Answers.unrouted(405));
        }
        if (!accepts(request, match.get().endpoint().gives())) {
            return refuse(request, Answers.unrouted(406));
        }
        if (match.get().endpoint().takesJson() && !sendsJson(request)) {
            return refuse(request, Answers.unrouted(415));
        }
        return request.entity()
                .withSizeLimit(maxBodyBytes)
                .toStrict(bodyTimeout.toMillis(), system)
                .handle((body, failure) -> failure == null
                        ? match.get()
                                .endpoint()
                                .handler()
                                .answer(new Exchange(request, match.get().variables(), body.getData()))
                        : CompletableFuture.completedFuture(unread(failure)))
                .thenCompose(answer -> answer)
                .exceptionally(Answers::failure);
    }

    /** The request's body did not come, or not whole. */
    private HttpResponse unread(Throwable failure) {
        Throwable cause = Answers.cause(failure);
        if (cause instanceof EntityStreamSizeException) {
            return Answers.error(413, "The request's body is larger than " + maxBodyBytes + " bytes.");
        }
        return cause instanceof TimeoutException
                ? Answers.error(408, "The request's body did not come within " + bodyTimeout.toMillis() + " ms.")
                : Answers.failure(failure);
    }

    /** The body of a refused request is not read. */
    private CompletionStage<HttpResponse> refuse(HttpRequest request, HttpResponse answer) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedFuture(answer);
    }

    private List<Match> matches(List<String> segments) {
        List<Match> found = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            endpoint.match(segments).ifPresent(variables -> found.add(new Match(endpoint, variables)));
        }
        return found;
    }

    /** Decoded; slashes, a trailing one too, do not count. */
    private static List<String> segments(HttpRequest request) {
        List<String> segments = new ArrayList<>();
        request.getUri().pathSegments().forEach(segments::add);
        return segments;
    }

    /** What the reference's container refuses to resolve: contract/behaviours.md, section 17. */
    private static boolean ambiguous(HttpRequest request, List<String> segments) {
        return request.getUri().getPathString().contains("//")
                || segments.stream()
                        .anyMatch(segment -> AMBIGUOUS.matcher(segment).find());
    }

    private static HttpResponse options(List<Match> matches) {
        TreeSet<String> methods = new TreeSet<>(List.of("OPTIONS"));
        for (Match match : matches) {
            methods.add(match.endpoint().method());
            if (match.endpoint().method().equals("GET")) {
                methods.add("HEAD");
            }
        }
        String allowed = methods.stream().collect(Collectors.joining(","));
        return Answers.empty(200)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, new byte[0]))
                .addHeader(RawHeader.create("Allow", allowed));
    }

    private static boolean accepts(HttpRequest request, MediaType given) {
        Optional<Accept> accept = request.getHeader(Accept.class);
        if (accept.isEmpty()) {
            return true;
        }
        for (var range : accept.get().getMediaRanges()) {
            if (range.matches(given)) {
                return true;
            }
        }
        return false;
    }

    private static boolean sendsJson(HttpRequest request) {
        return MediaTypes.APPLICATION_JSON.equals(
                request.entity().getContentType().mediaType());
    }
}
