package io.troupe.worker.connector;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.VersionRequest;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.PluginSetting;
import io.troupe.worker.Settings;
import io.troupe.worker.errors.ErrorSettings;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Resolved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Says what is wrong with a connector's configuration before it is taken: the runtime's own settings first, then what
 * the plugin itself says. Texts as in contract/rest/create-bad.json.
 */
public final class ConnectorValidation {

    private static final ConfigDef COMMON = ErrorSettings.withTolerance(new ConfigDef()
            .define(
                    "name",
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars(),
                    HIGH,
                    "Name of the connector.")
            .define("tasks.max", ConfigDef.Type.INT, 1, ConfigDef.Range.atLeast(1), HIGH, "Most tasks to make.")
            .define("tasks.max.enforce", ConfigDef.Type.BOOLEAN, true, LOW, "Whether more tasks fail the connector.")
            .define(
                    "config.action.reload",
                    ConfigDef.Type.STRING,
                    "restart",
                    ConfigDef.ValidString.in("none", "restart"),
                    LOW,
                    "What happens when a config provider's values expire."));

    private final Plugins plugins;
    private final ConfigProviders providers;
    private final ClientOverrides overrides;
    private final boolean exactlyOnce;

    /** @param overrides stays open as long as there is something to validate */
    public ConnectorValidation(Plugins plugins, ConfigProviders providers, ClientOverrides overrides) {
        this(plugins, providers, overrides, false);
    }

    /** @param exactlyOnce whether this worker's source tasks write in transactions */
    public ConnectorValidation(
            Plugins plugins, ConfigProviders providers, ClientOverrides overrides, boolean exactlyOnce) {
        this.exactlyOnce = exactlyOnce;
        this.plugins = plugins;
        this.providers = providers;
        this.overrides = overrides;
    }

    /**
     * What is wrong, in words for the user; empty when nothing is. Calls the plugin and so may block.
     *
     * @throws UnknownPlugin when there is no such connector
     * @throws MalformedVersion when {@code connector.plugin.version} is no version
     * @throws org.apache.kafka.common.config.ConfigException when a reference cannot be resolved, or an override has no
     *     value that its client could take
     * @throws RuntimeException when the plugin fails in its own validation
     */
    public List<String> errors(Map<String, String> written) {
        Resolved settings = providers.resolve(written);
        Map<String, String> config = settings.config();
        PluginDescriptor descriptor;
        try {
            descriptor = plugins.connectorOf(config);
        } catch (UnavailableVersion e) {
            return bothSettings(e);
        }
        List<String> errors = new ArrayList<>();
        if (config.containsValue(null)) {
            errors.add("Null value can not be supplied as the configuration value.");
            return errors;
        }
        COMMON.validate(config).forEach(value -> errors.addAll(messages(settings, value)));
        for (PluginSetting setting : pluginSettings(config)) {
            errors.addAll(pluginErrors(descriptor, config, setting));
        }
        if (descriptor.type() == PluginType.SINK) {
            topicErrors(config, errors);
        } else if (!exactlyOnce && "required".equalsIgnoreCase(config.get("exactly.once.support"))) {
            errors.add("This worker does not have exactly-once source support enabled.");
        }
        Connector connector = plugins.newInstance(descriptor, Connector.class);
        Config own = LoaderSwap.in(plugins.loaderOf(descriptor), () -> connector.validate(new LinkedHashMap<>(config)));
        for (ConfigValue value : own.configValues()) {
            errors.addAll(messages(settings, value));
        }
        ConnectorType type = descriptor.type() == PluginType.SINK ? ConnectorType.SINK : ConnectorType.SOURCE;
        for (ConfigValue value : overrides.check(type, connector.getClass(), config)) {
            errors.addAll(value.errorMessages());
        }
        return errors;
    }

    private static List<String> messages(Resolved settings, ConfigValue value) {
        return value.errorMessages().stream()
                .map(message -> settings.concealed(value.name(), message))
                .toList();
    }

    private static List<PluginSetting> pluginSettings(Map<String, String> config) {
        List<PluginSetting> settings = new ArrayList<>(
                List.of(PluginSetting.KEY_CONVERTER, PluginSetting.VALUE_CONVERTER, PluginSetting.HEADER_CONVERTER));
        for (String alias : Settings.list(config.get("transforms"))) {
            settings.add(PluginSetting.aliased(PluginType.TRANSFORMATION, "transforms." + alias + "."));
        }
        for (String alias : Settings.list(config.get("predicates"))) {
            settings.add(PluginSetting.aliased(PluginType.PREDICATE, "predicates." + alias + "."));
        }
        return settings;
    }

    private List<String> pluginErrors(PluginDescriptor connector, Map<String, String> config, PluginSetting setting) {
        String name = config.get(setting.classKey());
        try {
            if (name == null) {
                VersionRequest.of(config.get(setting.versionKey()));
            } else {
                setting.find(plugins, connector, config);
            }
            return List.of();
        } catch (UnknownPlugin e) {
            return List.of("Invalid value " + name + " for configuration " + setting.classKey() + ": Class " + name
                    + " could not be found.");
        } catch (UnavailableVersion e) {
            return bothSettings(e);
        } catch (MalformedVersion e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /** The setting of the class and that of the version carry the message, as in the contract. */
    private static List<String> bothSettings(UnavailableVersion failure) {
        String message = String.valueOf(failure.getMessage());
        return List.of(message, message);
    }

    /** Both settings carry the message, as in the contract. */
    private static void topicErrors(Map<String, String> config, List<String> errors) {
        boolean named = !config.getOrDefault(SinkTask.TOPICS_CONFIG, "").isBlank();
        boolean matched = !config.getOrDefault(SinkTask.TOPICS_REGEX_CONFIG, "").isBlank();
        if (named == matched) {
            String message = named
                    ? "topics and topics.regex are mutually exclusive options, but both are set."
                    : "Must configure one of topics or topics.regex";
            errors.add(message);
            errors.add(message);
        }
    }
}
