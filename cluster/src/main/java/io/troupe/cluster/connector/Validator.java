package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.VersionRequest;
import io.troupe.worker.LogContext;
import io.troupe.worker.connector.validation.ConnectorValidation;
import io.troupe.worker.connector.validation.Definition;
import io.troupe.worker.connector.validation.PluginDefinitions;
import io.troupe.worker.connector.validation.UnlistedPlugin;
import io.troupe.worker.connector.validation.UnusableConnector;
import io.troupe.worker.connector.validation.ValidatedConfig;
import io.troupe.worker.provider.UnresolvedReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks plugins about configurations, on threads of their own: one that blocks or throws hurts its own request only. */
public final class Validator implements AutoCloseable {

    private final ConnectorValidation validation;
    private final PluginDefinitions definitions;
    private final PluginThreads threads;

    /** @param timeout how long a request waits for a plugin */
    public Validator(ConnectorValidation validation, PluginDefinitions definitions, Duration timeout) {
        this.validation = validation;
        this.definitions = definitions;
        this.threads = new PluginThreads(timeout);
    }

    /** Every setting with its errors; refused when the configuration cannot be looked at as a whole. */
    public CompletionStage<ValidatedConfig> validate(Map<String, String> config) {
        Optional<String> excess = ConfigBounds.fault(config);
        if (excess.isPresent()) {
            return CompletableFuture.failedFuture(refused(excess.get()));
        }
        String connector = config.get("connector.class");
        if (connector == null) {
            return CompletableFuture.failedFuture(refused("Connector config contains no connector type"));
        }
        LogContext context = LogContext.ofConnector(Objects.requireNonNullElse(config.get("name"), ""), "validate");
        return threads.ask(connector, context::around, () -> {
            try {
                return validation.validate(config);
            } catch (UnknownPlugin | MalformedVersion | UnusableConnector e) {
                throw refused(e.getMessage());
            } catch (UnresolvedReference e) {
                throw new Refusal(Reason.UNRESOLVED, String.valueOf(e.getMessage())).asException();
            }
        });
    }

    /** The settings that a plugin can have. */
    public CompletionStage<List<Definition>> definitions(String plugin, VersionRequest version) {
        return threads.ask(plugin, task -> task, () -> {
            try {
                return definitions.of(plugin, version);
            } catch (UnknownPlugin e) {
                throw new Refusal(Reason.NOT_FOUND, "Unknown plugin " + plugin + ".").asException();
            } catch (UnavailableVersion | UnlistedPlugin e) {
                throw refused(e.getMessage());
            }
        });
    }

    /** Completes normally when the configuration may be taken, and with a refusal when not. */
    CompletionStage<Void> check(Map<String, String> config) {
        return validate(config).thenAccept(Validator::refuseErrors);
    }

    private static void refuseErrors(ValidatedConfig validated) {
        if (validated.errorCount() > 0) {
            throw refused("Connector configuration is invalid and contains the following " + validated.errorCount()
                    + " error(s):\n" + String.join("\n", validated.errors())
                    + "\nYou can also find the above list of errors at the endpoint"
                    + " `/connector-plugins/{connectorType}/config/validate`");
        }
    }

    private static RuntimeException refused(@Nullable String text) {
        return new Refusal(Reason.INVALID, String.valueOf(text)).asException();
    }

    @Override
    public void close() {
        threads.close();
    }
}
