package org.apache.kafka.connect.connector.policy;

import org.apache.kafka.common.config.ConfigValue;

/** Connectors may set nothing for their clients. */
public class NoneConnectorClientConfigOverridePolicy extends AbstractConnectorClientConfigOverridePolicy {

    @Override
    protected String policyName() {
        return "None";
    }

    @Override
    protected boolean isAllowed(ConfigValue setting) {
        return false;
    }
}
