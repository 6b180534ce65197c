package org.apache.kafka.connect.connector.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class StockPoliciesTest {

    private static List<String> errors(ConnectorClientConfigOverridePolicy policy, String setting) {
        ConnectorClientConfigRequest request = new ConnectorClientConfigRequest(
                "orders",
                ConnectorType.SOURCE,
                SourceConnector.class,
                Map.of(setting, "5"),
                ConnectorClientConfigRequest.ClientType.PRODUCER);
        List<ConfigValue> values = policy.validate(request);
        assertThat(values)
                .singleElement()
                .extracting(ConfigValue::name, ConfigValue::value)
                .containsExactly(setting, "5");
        return values.get(0).errorMessages();
    }

    @Test
    void allAllowsEverything() {
        assertThat(errors(new AllConnectorClientConfigOverridePolicy(), "linger.ms"))
                .isEmpty();
    }

    @Test
    void noneAllowsNothing() {
        assertThat(errors(new NoneConnectorClientConfigOverridePolicy(), "linger.ms"))
                .containsExactly(
                        "The 'None' policy does not allow 'linger.ms' to be overridden in the connector configuration.");
    }

    @Test
    void principalAllowsWhoOneIs() {
        PrincipalConnectorClientConfigOverridePolicy policy = new PrincipalConnectorClientConfigOverridePolicy();
        policy.configure(Map.of());

        for (String setting : List.of("sasl.jaas.config", "sasl.mechanism", "security.protocol")) {
            assertThat(errors(policy, setting)).isEmpty();
        }
        assertThat(errors(policy, "linger.ms"))
                .containsExactly("The 'Principal' policy does not allow 'linger.ms' to be overridden in the connector"
                        + " configuration.");
    }

    @Test
    void theAllowlistAllowsWhatItLists() {
        AllowlistConnectorClientConfigOverridePolicy policy = new AllowlistConnectorClientConfigOverridePolicy();
        policy.configure(Map.of("connector.client.config.override.allowlist", "linger.ms, max.poll.records"));

        assertThat(errors(policy, "linger.ms")).isEmpty();
        assertThat(errors(policy, "max.poll.records")).isEmpty();
        assertThat(errors(policy, "acks"))
                .containsExactly(
                        "The 'Allowlist' policy does not allow 'acks' to be overridden in the connector configuration.");
    }

    @Test
    void anEmptyAllowlistAllowsNothing() {
        AllowlistConnectorClientConfigOverridePolicy policy = new AllowlistConnectorClientConfigOverridePolicy();
        policy.configure(Map.of());

        assertThat(errors(policy, "linger.ms")).hasSize(1);
    }
}
