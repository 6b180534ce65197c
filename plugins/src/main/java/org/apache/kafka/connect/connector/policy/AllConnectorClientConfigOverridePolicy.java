package org.apache.kafka.connect.connector.policy;

import org.apache.kafka.common.config.ConfigValue;

/** Connectors may set anything for their clients. */
public class AllConnectorClientConfigOverridePolicy extends AbstractConnectorClientConfigOverridePolicy {

    @Override
    protected String policyName() {
        return "All";
    }

    @Override
    protected boolean isAllowed(ConfigValue setting) {
        return true;
    }
}
