package io.troupe.worker.connector.validation;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.Closing;
import io.troupe.worker.PluginSetting;
import io.troupe.worker.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.jspecify.annotations.Nullable;

/**
 * Checks the settings of a converter that the connector names itself. One of the worker's was checked when the worker
 * started.
 *
 * @param name in messages
 */
record ConverterCheck(PluginSetting setting, ConverterType type, String name) {

    /** In the order in which they are reported. */
    static final List<ConverterCheck> ALL = List.of(
            new ConverterCheck(PluginSetting.HEADER_CONVERTER, ConverterType.HEADER, "header converter"),
            new ConverterCheck(PluginSetting.KEY_CONVERTER, ConverterType.KEY, "key converter"),
            new ConverterCheck(PluginSetting.VALUE_CONVERTER, ConverterType.VALUE, "value converter"));

    /**
     * The converter's own settings; empty when there is no converter to ask.
     *
     * @param config with class names for aliases
     * @param values of the settings that name the converter: they get the errors of one that cannot be asked
     */
    Optional<ValidatedPart> check(
            Plugins plugins, PluginDescriptor connector, Map<String, String> config, Map<String, ConfigValue> values) {
        String className = config.get(setting.classKey());
        ConfigValue classValue = values.get(setting.classKey());
        ConfigValue versionValue = values.get(setting.versionKey());
        if (className == null || classValue == null || versionValue == null || isFaulty(classValue, versionValue)) {
            return Optional.empty();
        }
        try {
            return check(plugins, setting.find(plugins, connector, config), config, classValue);
        } catch (UnavailableVersion e) {
            classValue.addErrorMessage(e.getMessage());
            versionValue.addErrorMessage(e.getMessage());
        } catch (UnknownPlugin e) {
            classValue.addErrorMessage("Invalid value " + className + " for configuration " + setting.classKey()
                    + ": Class " + className + " could not be found.");
        } catch (ConnectException e) {
            classValue.addErrorMessage("Failed to load class " + className + because(e));
        }
        return Optional.empty();
    }

    private Optional<ValidatedPart> check(
            Plugins plugins, PluginDescriptor plugin, Map<String, String> config, ConfigValue classValue) {
        Object converter = plugins.newInstance(plugin, setting.type().pluginClass());
        return LoaderSwap.in(plugins.loaderOf(plugin), () -> {
            try {
                return check(converter, config, classValue);
            } finally {
                if (converter instanceof AutoCloseable closeable) {
                    Closing.quietly(closeable);
                }
            }
        });
    }

    private Optional<ValidatedPart> check(Object converter, Map<String, String> config, ConfigValue classValue) {
        ConfigDef definition;
        try {
            definition = definition(converter);
        } catch (RuntimeException | LinkageError e) {
            classValue.addErrorMessage("Failed to load ConfigDef from " + name + because(e));
            return Optional.empty();
        }
        if (definition == null) {
            return Optional.empty(); // old converters define nothing, and work
        }
        String prefix = setting.classKey() + ".";
        Map<String, String> own = Settings.under(config, prefix);
        own.putIfAbsent("converter.type", type.getName());
        try {
            return Optional.of(ValidatedPart.prefixed(prefix, definition.configKeys(), definition.validate(own)));
        } catch (RuntimeException | LinkageError e) {
            classValue.addErrorMessage("Failed to perform config validation for " + name + because(e));
            return Optional.empty();
        }
    }

    private @Nullable ConfigDef definition(Object converter) {
        return setting.type() == PluginType.HEADER_CONVERTER
                ? ((HeaderConverter) converter).config()
                : ((Converter) converter).config();
    }

    private static boolean isFaulty(ConfigValue... values) {
        return Arrays.stream(values).anyMatch(value -> !value.errorMessages().isEmpty());
    }

    private static String because(Throwable failure) {
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }
}
