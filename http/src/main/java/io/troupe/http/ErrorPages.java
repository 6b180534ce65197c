package io.troupe.http;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaRange;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Accept;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What the reference's container answers itself, before any endpoint is looked for. */
final class ErrorPages {

    private static final Set<String> WITH_PAGE = Set.of("GET", "POST", "HEAD");

    /** Pekko HTTP would write a blank after the semicolon, and the charset in capitals. */
    private static final ContentType HTML =
            MediaTypes.customBinary("text", "html;charset=iso-8859-1", true).toContentType();

    /** Who takes anything gets the first. */
    private static final List<MediaType> WRITTEN = List.of(MediaTypes.TEXT_HTML, MediaTypes.APPLICATION_JSON);

    private static final HttpHeader UNCACHED = RawHeader.create("Cache-Control", "must-revalidate,no-cache,no-store");

    private ErrorPages() {}

    /** Of a path that cannot be resolved safely. */
    static HttpResponse badPath(HttpRequest request) {
        return page(request, "Ambiguous path");
    }

    /** Of a request whose Content-Type is none. */
    static HttpResponse badContentType(HttpRequest request) {
        return page(request, "Bad Request");
    }

    /** Of a request of which nobody can tell what its client wants to read, but for JSON perhaps. */
    static HttpResponse badAccept(HttpRequest request) {
        boolean json = StreamSupport.stream(request.getHeaders().spliterator(), false)
                .anyMatch(header -> header.is("accept") && header.value().contains("json"));
        return json
                ? Answers.json(400, json(request, "Bad Request")).addHeader(UNCACHED)
                : answer(ContentTypes.NO_CONTENT_TYPE, "");
    }

    /** In what the client wants to read most, among what there is; else, and for other methods, without a word. */
    private static HttpResponse page(HttpRequest request, String reason) {
        return wanted(request)
                .map(type -> type == MediaTypes.APPLICATION_JSON
                        ? Answers.json(400, json(request, reason)).addHeader(UNCACHED)
                        : answer(HTML, "<html><body><h2>HTTP ERROR 400 " + reason + "</h2></body></html>\n"))
                .orElseGet(() -> answer(ContentTypes.NO_CONTENT_TYPE, ""));
    }

    private static Optional<MediaType> wanted(HttpRequest request) {
        if (!WITH_PAGE.contains(request.method().value())) {
            return Optional.empty();
        }
        return request.getHeader(Accept.class)
                .map(accept -> StreamSupport.stream(accept.getMediaRanges().spliterator(), false)
                        .sorted(Comparator.comparing(MediaRange::qValue).reversed())
                        .flatMap(range -> WRITTEN.stream().filter(range::matches))
                        .findFirst())
                .orElse(Optional.of(MediaTypes.TEXT_HTML));
    }

    private static Map<String, String> json(HttpRequest request, String reason) {
        Map<String, String> page = new LinkedHashMap<>();
        page.put("message", reason);
        page.put("url", request.getUri().toString());
        page.put("status", "400");
        return page;
    }

    private static HttpResponse answer(ContentType type, String text) {
        return Answers.empty(400)
                .withEntity(HttpEntities.create(type, text.getBytes(StandardCharsets.ISO_8859_1)))
                .addHeader(UNCACHED);
    }
}
