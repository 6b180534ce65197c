package io.troupe.http;

import static io.troupe.http.Endpoint.get;
import static io.troupe.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.RefusedException;
import io.troupe.cluster.connector.Validator;
import io.troupe.http.json.ConfigInfos;
import io.troupe.http.json.ConfigKeyInfo;
import io.troupe.http.json.PluginInfo;
import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.VersionRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /connector-plugins}: what is installed, what settings it has, and what is wrong with a configuration. */
public final class PluginRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);
    private static final String CONFIG = "/connector-plugins/{plugin}/config";
    private static final String SUFFIX = "Connector";
    private static final TypeReference<Map<String, @Nullable String>> SETTINGS = new TypeReference<>() {};

    private final Plugins plugins;
    private final Validator validator;

    public PluginRoutes(Plugins plugins, Validator validator) {
        this.plugins = plugins;
        this.validator = validator;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get("/connector-plugins", this::list),
                get(CONFIG, this::definitions),
                put(CONFIG + "/validate", this::validate).takingJson());
    }

    /** Connectors only, unless {@code connectorsOnly} has a value that is not true: contract/rest/connector-plugins.json. */
    private CompletionStage<HttpResponse> list(Exchange exchange) {
        boolean all = exchange.query("connectorsOnly").stream()
                .anyMatch(value -> !value.isEmpty() && !Boolean.parseBoolean(value));
        return answer(Answers.json(
                200,
                plugins.list().stream()
                        .filter(plugin -> all || plugin.type().isConnector())
                        .map(PluginInfo::of)
                        .distinct()
                        .toList()));
    }

    private CompletionStage<HttpResponse> definitions(Exchange exchange) {
        String version = exchange.query("version").stream().findFirst().orElse(null);
        VersionRequest wanted;
        try {
            wanted = VersionRequest.of(version);
        } catch (MalformedVersion e) {
            return answer(Answers.error(400, "Invalid version specification: " + version));
        }
        return validator
                .definitions(exchange.variable("plugin"), wanted)
                .thenApply(found ->
                        Answers.json(200, found.stream().map(ConfigKeyInfo::of).toList()));
    }

    private CompletionStage<HttpResponse> validate(Exchange exchange) {
        Map<String, String> config;
        try {
            config = exchange.json(SETTINGS);
        } catch (JsonProcessingException e) {
            return answer(Answers.failure(e));
        }
        if (config == null) {
            return answer(Answers.error(500, "The request has no configuration: send {\"connector.class\": ..., ...}"));
        }
        String asked = exchange.variable("plugin");
        String configured = config.get("connector.class");
        if (configured != null && !withoutSuffix(configured).endsWith(withoutSuffix(asked))) {
            return answer(Answers.error(
                    400, "Included connector type " + configured + " does not match request type " + asked));
        }
        return validator
                .validate(config)
                .thenApply(validated -> Answers.json(200, ConfigInfos.of(validated)))
                .exceptionally(PluginRoutes::failure);
    }

    /** Whatever stops a validation as a whole is 500 with the name of an exception: contract/behaviours.md, section 13. */
    private static HttpResponse failure(Throwable failure) {
        Throwable cause = Answers.cause(failure);
        if (cause instanceof RefusedException refused && refused.refusal().reason() == Refusal.Reason.INVALID) {
            return Answers.error(
                    500,
                    "org.apache.kafka.connect.runtime.rest.errors.BadRequestException: "
                            + refused.refusal().text());
        }
        if (cause instanceof RefusedException || cause instanceof TimeoutException) {
            return Answers.failure(cause);
        }
        LOG.warn("A validation failed", cause);
        return Answers.error(500, cause.toString());
    }

    private static String withoutSuffix(String plugin) {
        return plugin.endsWith(SUFFIX) && plugin.length() > SUFFIX.length()
                ? plugin.substring(0, plugin.length() - SUFFIX.length())
                : plugin;
    }

    private static CompletionStage<HttpResponse> answer(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
