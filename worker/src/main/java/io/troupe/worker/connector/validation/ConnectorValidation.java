package io.troupe.worker.connector.validation;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Concealment;
import io.troupe.worker.RestartSettings;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Resolved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.source.SourceConnector;

/**
 * Checks a connector's configuration, setting by setting, as contract/rest/validate-good.json and validate-bad.json
 * show it: the runtime's own settings, those of the plugin, of its clients and of its converters, in this order.
 */
public final class ConnectorValidation {

    private static final String VERSION = "connector.plugin.version";

    private final Plugins plugins;
    private final ConfigProviders providers;
    private final ClientOverrides overrides;
    private final Map<String, String> worker;
    private final ExactlyOnceCheck exactlyOnce;
    private final SecretSettings secrets;

    /**
     * @param overrides stays open as long as there is something to validate
     * @param worker the worker's properties: its converters are every connector's default
     */
    public ConnectorValidation(
            Plugins plugins,
            ConfigProviders providers,
            SecretSettings secrets,
            ClientOverrides overrides,
            Map<String, String> worker) {
        this.plugins = plugins;
        this.providers = providers;
        this.overrides = overrides;
        this.worker = worker;
        this.secrets = secrets;
        this.exactlyOnce = new ExactlyOnceCheck(WorkerSettings.runsSourcesExactlyOnce(worker));
    }

    /**
     * Calls plugins and so may block.
     *
     * @throws UnknownPlugin when there is no such connector
     * @throws MalformedVersion when {@code connector.plugin.version} is no version
     * @throws UnusableConnector when the connector cannot be created or does not say what its settings are
     * @throws org.apache.kafka.common.config.ConfigException when a reference cannot be resolved, or an override has no
     *     value that its client could take
     * @throws RuntimeException when the plugin fails in its own validation
     */
    public ValidatedConfig validate(Map<String, String> written) {
        Resolved settings = providers.resolve(written);
        Concealment before = Concealment.ofThread();
        Concealment secret = secrets.conceal(settings);
        try {
            return ValidatedConfig.of(settings, parts(withoutProviders(settings.config())));
        } catch (RuntimeException | Error e) {
            throw concealed(secret, e);
        } finally {
            before.enter();
        }
    }

    /** A plugin's ConfigDef would make the providers that a configuration brings, with the rights of the worker. */
    private static Map<String, String> withoutProviders(Map<String, String> config) {
        Map<String, String> rest = new LinkedHashMap<>(config);
        rest.keySet().removeIf(key -> key.equals("config.providers") || key.startsWith("config.providers."));
        return rest;
    }

    /** What a plugin says of its failure may quote secrets, and goes to logs and answers. */
    private static RuntimeException concealed(Concealment secret, Throwable failure) {
        if (secret.of(failure) != failure) {
            return new ConnectException(secret.of(failure.toString()));
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return (RuntimeException) failure;
    }

    private List<ValidatedPart> parts(Map<String, String> config) {
        PluginDescriptor descriptor;
        try {
            descriptor = plugins.connectorOf(config);
        } catch (UnavailableVersion e) {
            return List.of(unavailable(config, e));
        }
        Connector connector = create(descriptor);
        return LoaderSwap.in(plugins.loaderOf(descriptor), () -> parts(config, descriptor, connector));
    }

    private List<ValidatedPart> parts(Map<String, String> config, PluginDescriptor descriptor, Connector connector) {
        ConnectorType type = connector instanceof SourceConnector ? ConnectorType.SOURCE : ConnectorType.SINK;
        Map<String, String> named = ClassNames.forAliases(plugins, descriptor, config);
        ConfigDef definition = definition(type, descriptor, named);
        Map<String, ConfigValue> values = definition.validateAll(named);
        if (connector instanceof SourceConnector source) {
            exactlyOnce.check(source, config, values);
        } else {
            SinkSettings.check(config, values);
            SinkSettings.checkGroup(worker.get("group.id"), config, values);
        }
        refuseNulls(config, values);
        // First the converters, which may find fault with the settings that name them.
        List<ValidatedPart> converters = ConverterCheck.ALL.stream()
                .flatMap(check -> check.check(plugins, descriptor, named, values).stream())
                .toList();
        List<ValidatedPart> parts = new ArrayList<>();
        parts.add(withOwn(connector, config, definition, values));
        overrides
                .check(type, connector.getClass(), config)
                .forEach(client -> parts.add(ValidatedPart.prefixed(
                        client.prefix(), client.definition().configKeys(), client.values())));
        parts.addAll(converters);
        return parts;
    }

    private ConfigDef definition(ConnectorType type, PluginDescriptor connector, Map<String, String> config) {
        ConfigDef common = CommonSettings.of(
                plugins.findConnector(config.getOrDefault("connector.class", ""))
                        .version(),
                ConverterDefaults.of(plugins, connector, config, worker),
                new Recommendations(plugins));
        ConfigDef all = type == ConnectorType.SOURCE ? SourceSettings.define(common) : SinkSettings.define(common);
        AliasedSettings.TRANSFORMATIONS.define(all, plugins, connector, config);
        AliasedSettings.PREDICATES.define(all, plugins, connector, config);
        RestartSettings.define(all, config);
        return all;
    }

    /** What the connector defines itself goes before what the runtime has under the same name. */
    private static ValidatedPart withOwn(
            Connector connector, Map<String, String> config, ConfigDef common, Map<String, ConfigValue> values) {
        ConfigDef own = connector.config();
        if (own == null) {
            throw new UnusableConnector(
                    connector.getClass().getName() + ".config() must return a ConfigDef that is not null.");
        }
        Config validated = connector.validate(new LinkedHashMap<>(config));
        if (validated == null) {
            throw new UnusableConnector(
                    connector.getClass().getName() + ".validate() must return a Config that is not null.");
        }
        Map<String, ConfigKey> keys = new LinkedHashMap<>(common.configKeys());
        keys.putAll(own.configKeys());
        Set<String> groups = new LinkedHashSet<>(common.groups());
        groups.addAll(own.groups());
        List<ConfigValue> all = new ArrayList<>(values.values());
        all.addAll(validated.configValues());
        return ValidatedPart.of(keys, groups, all);
    }

    /** Nothing else can be said without the connector: the settings of class and version carry the message. */
    private ValidatedPart unavailable(Map<String, String> config, UnavailableVersion failure) {
        PluginDescriptor other = plugins.findConnector(config.getOrDefault("connector.class", ""));
        Map<String, String> named = ClassNames.forAliases(plugins, other, config);
        ConfigDef common = CommonSettings.of(other.version(), ConverterDefaults.NONE, Recommendations.NONE);
        Map<String, ConfigValue> values = LoaderSwap.in(plugins.loaderOf(other), () -> common.validateAll(named));
        ConfigValue version = values.computeIfAbsent(VERSION, ConfigValue::new);
        values.computeIfAbsent("connector.class", ConfigValue::new).addErrorMessage(failure.getMessage());
        version.addErrorMessage(failure.getMessage());
        version.recommendedValues(Recommendations.connectorVersions(plugins, other.className()));
        refuseNulls(config, values);
        return ValidatedPart.of(common.configKeys(), common.groups(), new ArrayList<>(values.values()));
    }

    private Connector create(PluginDescriptor descriptor) {
        try {
            return plugins.newInstance(
                    descriptor, descriptor.type().pluginClass().asSubclass(Connector.class));
        } catch (ConnectException e) {
            throw new UnusableConnector(String.valueOf(e.getMessage()));
        }
    }

    private static void refuseNulls(Map<String, String> config, Map<String, ConfigValue> values) {
        config.forEach((key, value) -> {
            if (value == null) {
                values.computeIfAbsent(key, ConfigValue::new)
                        .addErrorMessage("Null value can not be supplied as the configuration value.");
            }
        });
    }
}
