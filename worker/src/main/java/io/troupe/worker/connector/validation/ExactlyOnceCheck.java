package io.troupe.worker.connector.validation;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a source connector whether it can do what its configuration demands; texts as in contract/rest/validate-bad.json
 * and exactly-once.json.
 *
 * @param workerExactlyOnce whether the worker runs sources exactly-once
 */
record ExactlyOnceCheck(boolean workerExactlyOnce) {

    static final String SUPPORT = "exactly.once.support";
    static final String BOUNDARY = "transaction.boundary";

    private static final Logger LOG = LoggerFactory.getLogger(ExactlyOnceCheck.class);

    void check(SourceConnector connector, Map<String, String> config, Map<String, ConfigValue> values) {
        ifAsked(values.get(SUPPORT), "required", value -> checkSupport(connector, config, value));
        ifAsked(values.get(BOUNDARY), "connector", value -> checkBoundaries(connector, config, value));
    }

    private void checkSupport(SourceConnector connector, Map<String, String> config, ConfigValue value) {
        if (!workerExactlyOnce) {
            value.addErrorMessage("This worker does not have exactly-once source support enabled.");
        }
        guarded(value, () -> {
            ExactlyOnceSupport support = connector.exactlyOnceSupport(config);
            if (support == null) {
                value.addErrorMessage(
                        "The connector does not implement the API required for preflight validation of exactly-once"
                                + " source support. Please consult the documentation for the connector to determine"
                                + " whether it supports exactly-once semantics, and then consider reconfiguring the"
                                + " connector to use the value \"requested\" for this property (which will disable"
                                + " this preflight check and allow the connector to be created).");
            } else if (support != ExactlyOnceSupport.SUPPORTED) {
                value.addErrorMessage(
                        "The connector does not support exactly-once semantics with the provided configuration.");
            }
        });
    }

    private static void checkBoundaries(SourceConnector connector, Map<String, String> config, ConfigValue value) {
        guarded(value, () -> {
            ConnectorTransactionBoundaries boundaries = connector.canDefineTransactionBoundaries(config);
            if (boundaries == null) {
                value.addErrorMessage("This connector has returned a null value from its"
                        + " canDefineTransactionBoundaries method, which is not permitted. The connector will be"
                        + " treated as if it cannot define its own transaction boundaries, and cannot be configured"
                        + " with 'transaction.boundary' set to 'connector'.");
            } else if (boundaries != ConnectorTransactionBoundaries.SUPPORTED) {
                value.addErrorMessage("The connector does not support connector-defined transaction boundaries with"
                        + " the given configuration. Please reconfigure it to use a different transaction boundary"
                        + " definition.");
            }
        });
    }

    private static void ifAsked(@Nullable ConfigValue value, String what, Consumer<ConfigValue> check) {
        if (value != null
                && value.errorMessages().isEmpty()
                && what.equalsIgnoreCase(String.valueOf(value.value()).trim())) {
            check.accept(value);
        }
    }

    private static void guarded(ConfigValue value, Runnable question) {
        try {
            question.run();
        } catch (RuntimeException e) {
            String said = e.getMessage();
            if (said != null && !said.isBlank()) {
                value.addErrorMessage("An unexpected error occurred during validation: " + said.trim());
            } else {
                LOG.warn("The connector could not say whether {} is possible", value.name(), e);
                value.addErrorMessage(
                        "An unexpected error occurred during validation; please see the worker logs for more details.");
            }
        }
    }
}
