package org.apache.kafka.connect.connector.policy;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connectors may say who they are to the brokers, and nothing else; an allowlist says the same. */
public class PrincipalConnectorClientConfigOverridePolicy extends AbstractConnectorClientConfigOverridePolicy {

    private static final Set<String> ALLOWED = Set.of("sasl.jaas.config", "sasl.mechanism", "security.protocol");

    private static final Logger LOG = LoggerFactory.getLogger(PrincipalConnectorClientConfigOverridePolicy.class);

    @Override
    protected String policyName() {
        return "Principal";
    }

    @Override
    public void configure(Map<String, ?> configs) {
        LOG.warn(
                "The override policy Principal is deprecated; Allowlist with {} = sasl.jaas.config,sasl.mechanism,"
                        + "security.protocol does the same",
                AllowlistConnectorClientConfigOverridePolicy.ALLOWLIST);
    }

    @Override
    protected boolean isAllowed(ConfigValue setting) {
        return ALLOWED.contains(setting.name());
    }
}
