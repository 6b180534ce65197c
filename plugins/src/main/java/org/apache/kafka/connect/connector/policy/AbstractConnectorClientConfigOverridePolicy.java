package org.apache.kafka.connect.connector.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.apache.kafka.connect.components.Versioned;

/**
 * A policy that looks at each setting by itself. Policies of users extend it too, so its name and methods are those they
 * know. Texts as in contract/rest/locked.json.
 */
public abstract class AbstractConnectorClientConfigOverridePolicy
        implements ConnectorClientConfigOverridePolicy, Versioned {

    /** What messages call the policy. */
    protected abstract String policyName();

    /** @param setting of a client, its name without a prefix */
    protected abstract boolean isAllowed(ConfigValue setting);

    @Override
    public final List<ConfigValue> validate(ConnectorClientConfigRequest request) {
        List<ConfigValue> checked = new ArrayList<>();
        request.clientProps().forEach((name, value) -> {
            ConfigValue setting = new ConfigValue(name, value, new ArrayList<>(), new ArrayList<>());
            if (!isAllowed(setting)) {
                setting.addErrorMessage("The '" + policyName() + "' policy does not allow '" + name
                        + "' to be overridden in the connector configuration.");
            }
            checked.add(setting);
        });
        return checked;
    }

    @Override
    public void configure(Map<String, ?> configs) {}

    /** That of Kafka: the class stands for the one of the release that this worker is compatible with. */
    @Override
    public String version() {
        return AppInfoParser.getVersion();
    }

    @Override
    public void close() {}
}
