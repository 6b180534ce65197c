package io.troupe.http;

import static io.troupe.http.Endpoint.post;
import static io.troupe.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.crypto.Mac;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Connect's workers ask each other. Troupe's nodes talk through their cluster instead and have no key to sign
 * with, so that whoever asks here is a stranger, and gets a stranger's answer: contract/rest/internal.json.
 */
public final class InternalRoutes implements Routes {

    private static final String ALGORITHM = "HmacSHA256";
    private static final TypeReference<List<Map<String, @Nullable String>>> TASK_CONFIGS = new TypeReference<>() {};

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                post("/connectors/{connector}/tasks", this::tasks).takingJson(),
                put("/connectors/{connector}/fence", exchange -> answer(stranger(exchange))));
    }

    private CompletionStage<HttpResponse> tasks(Exchange exchange) {
        try {
            return answer(
                    exchange.json(TASK_CONFIGS) == null
                            ? Answers.error(500, "The request has no body")
                            : stranger(exchange));
        } catch (JsonProcessingException e) {
            return answer(Answers.failure(e));
        }
    }

    private static HttpResponse stranger(Exchange exchange) {
        Optional<String> algorithm = exchange.header("X-Connect-Request-Signature-Algorithm");
        if (algorithm.isEmpty() || exchange.header("X-Connect-Authorization").isEmpty()) {
            return Answers.error(400, "Internal request missing required signature");
        }
        if (!known(algorithm.get())) {
            return Answers.error(400, "Algorithm " + algorithm.get() + " not available");
        }
        return algorithm.get().equals(ALGORITHM)
                ? Answers.error(403, "Internal request contained invalid signature.")
                : Answers.error(
                        400,
                        "This worker does not support the '" + algorithm.get()
                                + "' key signing algorithm used by other workers. This worker is currently configured to"
                                + " use: [" + ALGORITHM
                                + "]. Check that all workers' configuration files permit the same"
                                + " set of signature algorithms, and correct any misconfigured worker and restart it.");
    }

    private static boolean known(String algorithm) {
        try {
            Mac.getInstance(algorithm);
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static CompletionStage<HttpResponse> answer(HttpResponse answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
