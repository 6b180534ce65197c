package io.troupe.worker.connector;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Settings;
import io.troupe.worker.WorkerSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest.ClientType;
import org.apache.kafka.connect.health.ConnectorType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What connectors may set for their Kafka clients, as the worker's policy says (contract/behaviours.md, section 10).
 * Only overrides of clients that a connector uses are looked at.
 */
public final class ClientOverrides implements AutoCloseable {

    private static final String POLICY = "connector.client.config.override.policy";

    private static final Logger LOG = LoggerFactory.getLogger(ClientOverrides.class);

    /** The settings that each kind of client has. */
    private static final Map<ClientType, ConfigDef> DEFINITIONS = Map.of(
            ClientType.PRODUCER, ProducerConfig.configDef(),
            ClientType.CONSUMER, ConsumerConfig.configDef(),
            ClientType.ADMIN, AdminClientConfig.configDef());

    /**
     * What the policy has to say of the overrides of one client.
     *
     * @param prefix of these overrides in the connector's configuration; the values' names are without it
     */
    public record Checked(String prefix, ConfigDef definition, List<ConfigValue> values) {}

    private final ConnectorClientConfigOverridePolicy policy;
    private final ClassLoader loader;
    private final boolean exactlyOnce;

    private ClientOverrides(ConnectorClientConfigOverridePolicy policy, ClassLoader loader, boolean exactlyOnce) {
        this.policy = policy;
        this.loader = loader;
        this.exactlyOnce = exactlyOnce;
    }

    /**
     * Makes the policy that a worker's properties name.
     *
     * @throws ConfigException when it is not installed or refuses its settings; the message names the setting
     */
    public static ClientOverrides of(Plugins plugins, Map<String, String> properties) {
        String name = properties.getOrDefault(POLICY, "All");
        PluginDescriptor plugin;
        try {
            plugin = plugins.find(PluginType.OVERRIDE_POLICY, name.trim());
        } catch (UnknownPlugin e) {
            throw new ConfigException(POLICY, name, e.getMessage());
        }
        ConnectorClientConfigOverridePolicy policy =
                plugins.newInstance(plugin, ConnectorClientConfigOverridePolicy.class);
        ClientOverrides overrides = new ClientOverrides(
                policy, plugins.loaderOf(plugin), WorkerSettings.runsSourcesExactlyOnce(properties));
        LoaderSwap.in(overrides.loader, () -> {
            policy.configure(properties);
            return policy;
        });
        return overrides;
    }

    /**
     * What the policy has to say of a connector's overrides, client by client.
     *
     * @throws ConfigException when an override has no value that its client could take
     */
    public List<Checked> check(ConnectorType type, Class<? extends Connector> connector, Map<String, String> config) {
        List<Checked> checked = new ArrayList<>();
        for (ClientType client : used(type, config)) {
            String prefix = client.name().toLowerCase(Locale.ROOT) + ".override.";
            ConfigDef definition = Objects.requireNonNull(DEFINITIONS.get(client));
            ConnectorClientConfigRequest request = new ConnectorClientConfigRequest(
                    Objects.requireNonNullElse(config.get("name"), ""),
                    type,
                    connector,
                    overrides(definition, Settings.under(config, prefix)),
                    client);
            List<ConfigValue> values = LoaderSwap.in(loader, () -> policy.validate(request));
            checked.add(new Checked(prefix, definition, values == null ? List.of() : values));
        }
        return checked;
    }

    /** As the client will understand them; settings that it does not know stay texts. */
    private static Map<String, Object> overrides(ConfigDef definition, Map<String, String> texts) {
        Map<String, Object> overrides = new HashMap<>();
        texts.forEach((key, value) -> {
            ConfigDef.ConfigKey known = definition.configKeys().get(key);
            overrides.put(key, known == null ? value : ConfigDef.parseType(key, value, known.type));
        });
        return overrides;
    }

    /** In the order in which they are reported. */
    private Set<ClientType> used(ConnectorType type, Map<String, String> config) {
        if (type == ConnectorType.SOURCE) {
            if (exactlyOnce || isSet(config.get("offsets.storage.topic"))) {
                return EnumSet.allOf(ClientType.class);
            }
            boolean createsTopics = config.keySet().stream().anyMatch(key -> key.startsWith("topic.creation."));
            return createsTopics ? EnumSet.of(ClientType.PRODUCER, ClientType.ADMIN) : EnumSet.of(ClientType.PRODUCER);
        }
        return isSet(config.get("errors.deadletterqueue.topic.name"))
                ? EnumSet.allOf(ClientType.class)
                : EnumSet.of(ClientType.CONSUMER);
    }

    private static boolean isSet(@Nullable String setting) {
        return setting != null && !setting.isBlank();
    }

    @Override
    public void close() {
        try {
            LoaderSwap.in(loader, () -> {
                policy.close();
                return policy;
            });
        } catch (Exception e) {
            LOG.warn("The override policy did not close in good order", e);
        }
    }
}
