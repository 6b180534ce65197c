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
 * @param takesJson whether the request has to bring a JSON body
 * @param gives what the answer is written in
 */
record Endpoint(String method, String path, boolean takesJson, MediaType gives, Handler handler) {

    static Endpoint get(String path, Handler handler) {
        return new Endpoint("GET", path, false, MediaTypes.APPLICATION_JSON, handler);
    }

    static Endpoint put(String path, Handler handler) {
        return new Endpoint("PUT", path, false, MediaTypes.APPLICATION_JSON, handler);
    }

    static Endpoint post(String path, Handler handler) {
        return new Endpoint("POST", path, false, MediaTypes.APPLICATION_JSON, handler);
    }

    static Endpoint patch(String path, Handler handler) {
        return new Endpoint("PATCH", path, false, MediaTypes.APPLICATION_JSON, handler);
    }

    static Endpoint delete(String path, Handler handler) {
        return new Endpoint("DELETE", path, false, MediaTypes.APPLICATION_JSON, handler);
    }

    /** The same endpoint with a JSON body. */
    Endpoint takingJson() {
        return new Endpoint(method, path, true, gives, handler);
    }

    /** The same endpoint with answers in something else than JSON. */
    Endpoint giving(MediaType other) {
        return new Endpoint(method, path, takesJson, other, handler);
    }

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<HttpResponse> answer(Exchange exchange);
    }

    /** The variables, if the segments are those of this path. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> pattern = segments(path);
        if (pattern.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> segments(String path) {
        return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
    }
}
