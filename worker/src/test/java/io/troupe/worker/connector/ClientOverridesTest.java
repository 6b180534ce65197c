package io.troupe.worker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.StockPlugins;
import io.troupe.worker.connector.validation.ConnectorValidation;
import io.troupe.worker.provider.ConfigProviders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

/** Overrides of client settings in a configuration; texts as in contract/rest/locked.json. */
class ClientOverridesTest {

    private static final Plugins PLUGINS = StockPlugins.scan();

    private static final Map<String, String> WORKER = Map.of("key.converter", "Json", "value.converter", "Json");

    private static final String[] OF_EACH_CLIENT = {
        "producer.override.acks", "1", "consumer.override.max.poll.records", "1", "admin.override.retries", "5"
    };

    private static ClientOverrides policy(String name, String... allowlist) {
        return ClientOverrides.of(
                PLUGINS,
                Map.of(
                        "connector.client.config.override.policy",
                        name,
                        "connector.client.config.override.allowlist",
                        String.join(",", allowlist)));
    }

    private static List<String> errors(ClientOverrides policy, Map<String, String> connector, String... pairs) {
        Map<String, String> config = new HashMap<>(connector);
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        for (int i = 0; i < OF_EACH_CLIENT.length; i += 2) {
            config.put(OF_EACH_CLIENT[i], OF_EACH_CLIENT[i + 1]);
        }
        return new ConnectorValidation(PLUGINS, ConfigProviders.NONE, new SecretSettings(PLUGINS), policy, WORKER)
                .validate(config)
                .errors();
    }

    private static List<String> sinkErrors(ClientOverrides policy, String... pairs) {
        return errors(policy, Map.of("name", "v", "connector.class", "FileStreamSink", "topics", "t"), pairs);
    }

    private static List<String> sourceErrors(ClientOverrides policy, String... pairs) {
        return errors(policy, Map.of("name", "v", "connector.class", "FileStreamSource", "topic", "t"), pairs);
    }

    private static String[] refused(String policy, String... settings) {
        return List.of(settings).stream()
                .map(setting -> "The '" + policy + "' policy does not allow '" + setting
                        + "' to be overridden in the connector configuration.")
                .toArray(String[]::new);
    }

    @Test
    void everythingIsAllowedByDefault() {
        assertThat(sinkErrors(ClientOverrides.of(PLUGINS, Map.of()))).isEmpty();
        assertThat(sourceErrors(ClientOverrides.of(PLUGINS, Map.of()))).isEmpty();
    }

    @Test
    void onlyClientsThatASinkUsesCount() {
        ClientOverrides none = policy("None");

        assertThat(sinkErrors(none)).containsExactly(refused("None", "max.poll.records"));
        assertThat(sinkErrors(none, "errors.deadletterqueue.topic.name", "dead"))
                .containsExactly(refused("None", "acks", "max.poll.records", "retries"));
    }

    @Test
    void onlyClientsThatASourceUsesCount() {
        ClientOverrides none = policy("NoneConnectorClientConfigOverridePolicy");

        assertThat(sourceErrors(none)).containsExactly(refused("None", "acks"));
        assertThat(sourceErrors(none, "topic.creation.default.partitions", "1"))
                .containsExactly(refused("None", "acks", "retries"));
        assertThat(sourceErrors(none, "offsets.storage.topic", "own"))
                .containsExactly(refused("None", "acks", "max.poll.records", "retries"));
    }

    @Test
    void anExactlyOnceSourceUsesEveryClient() {
        ClientOverrides none = ClientOverrides.of(
                PLUGINS,
                Map.of(
                        "connector.client.config.override.policy", "None",
                        "exactly.once.source.support", "enabled"));

        assertThat(sourceErrors(none)).containsExactly(refused("None", "acks", "max.poll.records", "retries"));
        assertThat(sinkErrors(none)).containsExactly(refused("None", "max.poll.records"));
    }

    @Test
    void theAllowlistIsTheWorkers() {
        assertThat(sourceErrors(policy("Allowlist", "acks"))).isEmpty();
        assertThat(sourceErrors(policy("Allowlist", "linger.ms"))).containsExactly(refused("Allowlist", "acks"));
    }

    @Test
    void aPolicyOfOnesOwnSeesWhatTheClientWill() {
        ClientOverrides patient = policy(PatientPolicy.class.getName());

        assertThat(sinkErrors(patient)).containsExactly("v (sink) polls 1 records only");
        assertThat(sourceErrors(patient)).isEmpty();
        patient.close();
        assertThat(PatientPolicy.CLOSED).isTrue();
    }

    @Test
    void anOverrideThatItsClientCannotTakeIsRefused() {
        Map<String, String> sink = Map.of(
                "name",
                "v",
                "connector.class",
                "FileStreamSink",
                "topics",
                "t",
                "consumer.override.max.poll.interval.ms",
                "few");

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> errors(policy("All"), sink))
                .withMessage("Invalid value few for configuration max.poll.interval.ms: Not a number of type INT");
    }

    @Test
    void aPolicyThatIsNotInstalledIsNamed() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> policy("Some"))
                .withMessageStartingWith(
                        "Invalid value Some for configuration connector.client.config.override.policy:")
                .withMessageContaining("AllowlistConnectorClientConfigOverridePolicy");
    }
}
