package io.troupe.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * All endpoints as one table. What JAX-RS does for the reference follows from it: 404 for a path that is not in it, 405
 * for a method, 406 and 415 for media types, OPTIONS, and trailing slashes.
 */
final class RouteTable implements Gate {

    /** Once decoded; the last one stands for bytes that are no UTF-8. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[/\\\\%\uFFFD]");

    private final List<Endpoint> endpoints;
    private final Bodies bodies;

    RouteTable(List<Endpoint> endpoints, Bodies bodies) {
        this.endpoints = List.copyOf(endpoints);
        this.bodies = bodies;
    }

    private record Match(Endpoint endpoint, Map<String, String> variables) {}

    @Override
    public CompletionStage<HttpResponse> answer(HttpRequest request) {
        List<String> segments = segments(request);
        if (ambiguous(request, segments)) {
            return refuse(request, ErrorPages.badPath(request));
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
        Acceptance acceptance = Acceptance.of(request, match.get().endpoint().gives());
        if (acceptance != Acceptance.GIVEN) {
            return refuse(
                    request,
                    acceptance == Acceptance.MALFORMED ? ErrorPages.badAccept(request) : Answers.unrouted(406));
        }
        if (request.getHeader("Content-Type").isPresent()) {
            return refuse(request, ErrorPages.badContentType(request));
        }
        if ((match.get().endpoint().takesJson() || sendsSomething(request)) && !sendsJson(request)) {
            return refuse(request, unsupported(request));
        }
        Endpoint endpoint = match.get().endpoint();
        return bodies.with(request, body -> endpoint.handler()
                .answer(new Exchange(request, match.get().variables(), body)));
    }

    /** The body of a refused request is not read. */
    private CompletionStage<HttpResponse> refuse(HttpRequest request, HttpResponse answer) {
        bodies.discard(request);
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

    /** Without a type at all the reference has found its endpoint already, which has one. */
    private static HttpResponse unsupported(HttpRequest request) {
        return ContentTypes.APPLICATION_OCTET_STREAM.equals(request.entity().getContentType())
                ? Answers.error(415, "HTTP 415 Unsupported Media Type")
                : Answers.unrouted(415);
    }

    /** A form of a foreign page could otherwise restart, stop and delete: it always has a type, though maybe no content. */
    private static boolean sendsSomething(HttpRequest request) {
        return !request.method().isSafe()
                && !Set.of(ContentTypes.NO_CONTENT_TYPE, ContentTypes.APPLICATION_OCTET_STREAM)
                        .contains(request.entity().getContentType());
    }

    private static boolean sendsJson(HttpRequest request) {
        return MediaTypes.APPLICATION_JSON.equals(
                request.entity().getContentType().mediaType());
    }
}
