package io.troupe.worker.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;

/** Wants consumers to poll more than one record at a time. */
public final class PatientPolicy implements ConnectorClientConfigOverridePolicy {

    static final AtomicBoolean CLOSED = new AtomicBoolean();

    @Override
    public List<ConfigValue> validate(ConnectorClientConfigRequest request) {
        List<ConfigValue> values = new ArrayList<>();
        if (request.clientProps().get("max.poll.records") instanceof Integer records && records == 1) {
            ConfigValue value = new ConfigValue("max.poll.records", records, new ArrayList<>(), new ArrayList<>());
            value.addErrorMessage(
                    request.connectorName() + " (" + request.connectorType() + ") polls " + records + " records only");
            values.add(value);
        }
        return values;
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {
        CLOSED.set(true);
    }
}
