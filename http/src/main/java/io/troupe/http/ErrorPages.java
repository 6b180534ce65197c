package io.troupe.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** What the reference's container answers itself, before any endpoint is looked for. */
final class ErrorPages {

    private static final Set<String> WITH_PAGE = Set.of("GET", "POST", "HEAD");

    /** Pekko HTTP would write a blank after the semicolon, and the charset in capitals. */
    private static final ContentType HTML =
            MediaTypes.customBinary("text", "html;charset=iso-8859-1", true).toContentType();

    private static final HttpHeader UNCACHED = RawHeader.create("Cache-Control", "must-revalidate,no-cache,no-store");

    private ErrorPages() {}

    /** Of a path that cannot be resolved safely. */
    static HttpResponse badPath(HttpRequest request) {
        return WITH_PAGE.contains(request.method().value())
                ? page("Ambiguous path")
                : Answers.empty(400)
                        .withEntity(HttpEntities.create(ContentTypes.NO_CONTENT_TYPE, new byte[0]))
                        .addHeader(UNCACHED);
    }

    /** Of a request whose Content-Type is none; the page is in what the client wants to read. */
    static HttpResponse badContentType(HttpRequest request) {
        if (!request.getHeader("Accept").map(HttpHeader::value).orElse("").contains("json")) {
            return page("Bad Request");
        }
        Map<String, String> page = new LinkedHashMap<>();
        page.put("url", request.getUri().toString());
        page.put("status", "400");
        page.put("message", "Bad Request");
        return Answers.json(400, page).addHeader(UNCACHED);
    }

    private static HttpResponse page(String reason) {
        String html = "<html><body><h2>HTTP ERROR 400 " + reason + "</h2></body></html>\n";
        return Answers.empty(400)
                .withEntity(HttpEntities.create(HTML, html.getBytes(StandardCharsets.ISO_8859_1)))
                .addHeader(UNCACHED);
    }
}
