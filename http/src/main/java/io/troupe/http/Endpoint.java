package io.troupe.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/**
 * One line of a route table.
 *
 * @param path segments with slashes between; one in braces is a variable
 * @param segments of the path
 * @param takesJson whether the request has to bring a JSON body
 * @param gives what the answer is written in
 */
public record Endpoint(
        String method, String path, List<String> segments, boolean takesJson, MediaType gives, Handler handler) {

    private static Endpoint of(String method, String path, Handler handler) {
        List<String> segments =
                path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
        return new Endpoint(method, path, segments, false, MediaTypes.APPLICATION_JSON, handler);
    }

    static Endpoint get(String path, Handler handler) {
        return of("GET", path, handler);
    }

    static Endpoint put(String path, Handler handler) {
        return of("PUT", path, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return of("POST", path, handler);
    }

    static Endpoint patch(String path, Handler handler) {
        return of("PATCH", path, handler);
    }

    static Endpoint delete(String path, Handler handler) {
        return of("DELETE", path, handler);
    }

    /** The same endpoint with a JSON body. */
    Endpoint takingJson() {
        return new Endpoint(method, path, segments, true, gives, handler);
    }

    /** The same endpoint with answers in something else than JSON. */
    Endpoint giving(MediaType other) {
        return new Endpoint(method, path, segments, takesJson, other, handler);
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {
        CompletionStage<HttpResponse> answer(Exchange exchange);
    }

    /** The variables, if the segments are those of this path. */
    Optional<Map<String, String>> match(List<String> requested) {
        if (segments.size() != requested.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = segments.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), requested.get(i));
            } else if (!expected.equals(requested.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
