package org.apache.kafka.connect.connector.policy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/** Connectors may set what the worker lists. */
public class AllowlistConnectorClientConfigOverridePolicy extends AbstractConnectorClientConfigOverridePolicy {

    static final String ALLOWLIST = "connector.client.config.override.allowlist";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    ALLOWLIST,
                    ConfigDef.Type.LIST,
                    List.of(),
                    ConfigDef.ValidList.anyNonDuplicateValues(true, false),
                    ConfigDef.Importance.MEDIUM,
                    "Client settings, without prefix, that connectors may set.");

    private List<String> allowed = List.of();

    @Override
    protected String policyName() {
        return "Allowlist";
    }

    @Override
    public void configure(Map<String, ?> configs) {
        allowed = new AbstractConfig(CONFIG, configs, false).getList(ALLOWLIST);
    }

    @Override
    protected boolean isAllowed(ConfigValue setting) {
        return allowed.contains(setting.name());
    }
}
