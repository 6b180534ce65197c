package io.troupe.worker.connector;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Says what is wrong with a connector's configuration before it is taken: the runtime's own settings first, then what
 * the plugin itself says. Texts as in contract/rest/create-bad.json.
 */
public final class ConnectorValidation {

    private static final ConfigDef COMMON = new ConfigDef()
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
                    "errors.tolerance",
                    ConfigDef.Type.STRING,
                    "none",
                    ConfigDef.ValidString.in("none", "all"),
                    MEDIUM,
                    "What happens to records that fail.");

    private final Plugins plugins;

    public ConnectorValidation(Plugins plugins) {
        this.plugins = plugins;
    }

    /**
     * What is wrong, in words for the user; empty when nothing is. Calls the plugin and so may block.
     *
     * @throws UnknownPlugin when there is no such connector
     * @throws RuntimeException when the plugin fails in its own validation
     */
    public List<String> errors(Map<String, String> config) {
        PluginDescriptor descriptor = plugins.findConnector(config.getOrDefault("connector.class", ""));
        List<String> errors = new ArrayList<>();
        if (config.containsValue(null)) {
            errors.add("Null value can not be supplied as the configuration value.");
            return errors;
        }
        COMMON.validate(config).forEach(value -> errors.addAll(value.errorMessages()));
        converterErrors(config, errors);
        transformErrors(config, errors);
        if (descriptor.type() == PluginType.SINK) {
            topicErrors(config, errors);
        } else if ("required".equalsIgnoreCase(config.get("exactly.once.support"))) {
            errors.add("This worker does not have exactly-once source support enabled.");
        }
        Config own = LoaderSwap.in(plugins.loaderOf(descriptor), () -> plugins.newInstance(descriptor, Connector.class)
                .validate(new LinkedHashMap<>(config)));
        for (ConfigValue value : own.configValues()) {
            errors.addAll(value.errorMessages());
        }
        return errors;
    }

    private void converterErrors(Map<String, String> config, List<String> errors) {
        checkClass(config, "key.converter", PluginType.CONVERTER, errors);
        checkClass(config, "value.converter", PluginType.CONVERTER, errors);
        checkClass(config, "header.converter", PluginType.HEADER_CONVERTER, errors);
    }

    private void transformErrors(Map<String, String> config, List<String> errors) {
        for (String alias : Settings.list(config.get("transforms"))) {
            checkClass(config, "transforms." + alias + ".type", PluginType.TRANSFORMATION, errors);
        }
    }

    private void checkClass(Map<String, String> config, String key, PluginType type, List<String> errors) {
        String name = config.get(key);
        if (name == null) {
            return;
        }
        try {
            plugins.find(type, name.trim());
        } catch (UnknownPlugin e) {
            errors.add(
                    "Invalid value " + name + " for configuration " + key + ": Class " + name + " could not be found.");
        }
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
