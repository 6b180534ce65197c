package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.worker.LogContext;
import io.troupe.worker.connector.ConnectorValidation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs validations on threads of their own: a plugin that blocks in {@code validate} costs one of them, and a bounded
 * number can.
 */
public final class Validator implements AutoCloseable {

    private static final int MOST_AT_ONCE = 64;
    private static final long IDLE_SECONDS = 10;

    private final ConnectorValidation validation;
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, MOST_AT_ONCE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "troupe-validation");
                thread.setDaemon(true);
                return thread;
            });

    public Validator(ConnectorValidation validation) {
        this.validation = validation;
    }

    /** Completes normally when the configuration may be taken, and with a refusal when not. */
    CompletionStage<Void> check(Map<String, String> config) {
        if (config.get("connector.class") == null) {
            return refused("Connector config " + new HashMap<>(config) + " contains no connector type");
        }
        try {
            LogContext context = LogContext.ofConnector(config.getOrDefault("name", ""), "validate");
            return CompletableFuture.runAsync(context.around(() -> checkNow(config)), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new Refusal(
                            Reason.TIMED_OUT,
                            MOST_AT_ONCE + " validations are under way and none has ended; try again later")
                    .asException());
        }
    }

    private void checkNow(Map<String, String> config) {
        List<String> errors;
        try {
            errors = validation.errors(config);
        } catch (UnknownPlugin | MalformedVersion e) {
            throw new Refusal(Reason.INVALID, String.valueOf(e.getMessage())).asException();
        }
        if (!errors.isEmpty()) {
            throw new Refusal(
                            Reason.INVALID,
                            "Connector configuration is invalid and contains the following " + errors.size()
                                    + " error(s):\n" + String.join("\n", errors)
                                    + "\nYou can also find the above list of errors at the endpoint"
                                    + " `/connector-plugins/{connectorType}/config/validate`")
                    .asException();
        }
    }

    private static CompletionStage<Void> refused(String text) {
        return CompletableFuture.failedFuture(new Refusal(Reason.INVALID, text).asException());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
