package io.troupe.worker.pipeline;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.VersionRequest;
import io.troupe.worker.PluginSetting;
import io.troupe.worker.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.ConverterType;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** Builds the pipeline that a connector's configuration describes. */
public final class Pipelines {

    private final Plugins plugins;
    private final Map<String, String> workerConfig;

    /**
     * Takes the worker's converters for connectors that do not name their own.
     *
     * @throws ConfigException when one of them is not installed, or not in its version; the message names the setting
     */
    public Pipelines(Plugins plugins, Map<String, String> workerConfig) {
        this.plugins = plugins;
        this.workerConfig = workerConfig;
        check(PluginSetting.KEY_CONVERTER);
        check(PluginSetting.VALUE_CONVERTER);
        check(PluginSetting.HEADER_CONVERTER);
    }

    private void check(PluginSetting setting) {
        String name = workerConfig.get(setting.classKey());
        if (name == null) {
            return;
        }
        if (plugins.versions(setting.type(), name.trim()).isEmpty()) {
            throw new ConfigException(setting.classKey(), name, "Class " + name + " could not be found.");
        }
        String version = workerConfig.get(setting.versionKey());
        try {
            plugins.find(setting.type(), name.trim(), VersionRequest.of(version));
        } catch (MalformedVersion | UnavailableVersion e) {
            throw new ConfigException(setting.versionKey(), version, e.getMessage());
        }
    }

    /** @throws ConnectException when a plugin is missing or refuses its settings */
    public <R extends ConnectRecord<R>> Pipeline<R> build(PluginDescriptor connector, Map<String, String> config) {
        Converters converters = new Converters(
                converter(connector, config, ConverterType.KEY),
                converter(connector, config, ConverterType.VALUE),
                headerConverter(connector, config));
        Transforms<R> transforms = transforms(connector, config);
        return new Pipeline<R>(transforms, converters);
    }

    private Converter converter(PluginDescriptor connector, Map<String, String> config, ConverterType type) {
        PluginSetting setting = type == ConverterType.KEY ? PluginSetting.KEY_CONVERTER : PluginSetting.VALUE_CONVERTER;
        String key = setting.classKey();
        Map<String, String> owner = owner(config, key);
        Converter converter = plugins.newInstance(setting.find(plugins, connector, owner), Converter.class);
        Map<String, String> settings = Settings.under(owner, key + ".");
        settings.put("converter.type", type.getName());
        converter.configure(settings, type == ConverterType.KEY);
        return converter;
    }

    private HeaderConverter headerConverter(PluginDescriptor connector, Map<String, String> config) {
        PluginSetting setting = PluginSetting.HEADER_CONVERTER;
        String key = setting.classKey();
        Map<String, String> owner = new HashMap<>(owner(config, key));
        owner.putIfAbsent(key, "org.apache.kafka.connect.storage.SimpleHeaderConverter");
        HeaderConverter converter = plugins.newInstance(setting.find(plugins, connector, owner), HeaderConverter.class);
        Map<String, String> settings = Settings.under(owner, key + ".");
        settings.put("converter.type", ConverterType.HEADER.getName());
        converter.configure(settings);
        return converter;
    }

    /** A converter and its settings belong together: the connector's, or the worker's. contract/behaviours.md, 8. */
    private Map<String, String> owner(Map<String, String> config, String key) {
        return config.containsKey(key) ? config : workerConfig;
    }

    private <R extends ConnectRecord<R>> Transforms<R> transforms(
            PluginDescriptor connector, Map<String, String> config) {
        List<Transforms.Step<R>> steps = new ArrayList<>();
        for (String alias : Settings.list(config.get("transforms"))) {
            steps.add(step(connector, config, "transforms." + alias + "."));
        }
        return new Transforms<>(steps);
    }

    @SuppressWarnings("unchecked") // a transformation takes any record; its type parameter is a promise, not a check
    private <R extends ConnectRecord<R>> Transforms.Step<R> step(
            PluginDescriptor connector, Map<String, String> config, String prefix) {
        Map<String, String> settings = Settings.under(config, prefix);
        String predicateAlias = settings.remove("predicate");
        boolean negate = Boolean.parseBoolean(settings.remove("negate"));
        settings.remove("type");
        PluginSetting setting = PluginSetting.aliased(PluginType.TRANSFORMATION, prefix);
        Transformation<R> transformation =
                plugins.newInstance(setting.find(plugins, connector, config), Transformation.class);
        transformation.configure(settings);
        if (predicateAlias == null) {
            return new Transforms.Step<>(transformation, null, negate);
        }
        String predicatePrefix = "predicates." + predicateAlias + ".";
        Map<String, String> predicateSettings = Settings.under(config, predicatePrefix);
        predicateSettings.remove("type");
        PluginSetting predicateSetting = PluginSetting.aliased(PluginType.PREDICATE, predicatePrefix);
        Predicate<R> predicate =
                plugins.newInstance(predicateSetting.find(plugins, connector, config), Predicate.class);
        predicate.configure(predicateSettings);
        return new Transforms.Step<>(transformation, predicate, negate);
    }
}
