package io.troupe.http;

import static io.troupe.http.Endpoint.get;
import static io.troupe.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.troupe.cluster.logger.ClusterLoggers;
import io.troupe.http.json.LoggerInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /admin/loggers}: answers as in contract/rest/loggers.json. */
public final class LoggerRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(LoggerRoutes.class);
    private static final TypeReference<Map<String, @Nullable String>> LEVEL = new TypeReference<>() {};

    /** Loggers are never forgotten, and each dot makes another. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    private final ClusterLoggers cluster;

    public LoggerRoutes(ClusterLoggers cluster) {
        this.cluster = cluster;
    }

    @Override
    public boolean admin() {
        return true;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get("/admin/loggers", exchange -> answer(list())),
                get("/admin/loggers/{logger}", exchange -> answer(logger(exchange.variable("logger")))),
                put("/admin/loggers/{logger}", this::set).takingJson());
    }

    private HttpResponse list() {
        Map<String, LoggerInfo> all = new LinkedHashMap<>();
        cluster.local().list().forEach((name, level) -> all.put(name, LoggerInfo.of(level)));
        return Answers.json(200, all);
    }

    private HttpResponse logger(String name) {
        return cluster.local()
                .find(name)
                .map(level -> Answers.json(200, LoggerInfo.of(level)))
                .orElseGet(() -> Answers.error(404, "Logger " + name + " not found."));
    }

    private CompletionStage<HttpResponse> set(Exchange exchange) {
        Map<String, @Nullable String> body;
        try {
            body = exchange.json(LEVEL);
        } catch (JsonProcessingException e) {
            return answer(Answers.failure(e));
        }
        if (body == null) {
            return answer(Answers.error(500, "The request has no body: send {\"level\": ...}"));
        }
        String level = body.get("level");
        if (level == null) {
            return answer(Answers.error(400, "Desired 'level' parameter was not specified in request."));
        }
        if (level.isEmpty()) {
            return answer(Answers.error(500, "Illegal null or empty Level name."));
        }
        if (!cluster.local().knows(level)) {
            return answer(Answers.error(404, "invalid log level '" + level + "'."));
        }
        String name = exchange.variable("logger");
        return NAME.matcher(name).matches()
                ? set(name, level, exchange.query("scope"))
                : answer(Answers.error(400, "This cannot be the name of a logger."));
    }

    /** An unknown scope means this worker. */
    private CompletionStage<HttpResponse> set(String name, String level, List<String> scope) {
        boolean everywhere =
                scope.stream().findFirst().filter("cluster"::equalsIgnoreCase).isPresent();
        LOG.info("Loggers of {} are set to {}{}", name, level, everywhere ? " on every node" : "");
        return everywhere
                ? cluster.set(name, level).thenApply(done -> Answers.empty(204))
                : answer(Answers.json(200, cluster.local().set(name, level)));
    }

    private static CompletionStage<HttpResponse> answer(HttpResponse answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
