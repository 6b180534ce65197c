package io.troupe.worker.pipeline;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.VersionRequest;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.PluginSetting;
import io.troupe.worker.Settings;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.metrics.TaskMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.metrics.Monitorable;
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
    public SourcePipeline source(
            PluginDescriptor connector, Map<String, String> config, Tolerance tolerance, TaskMetrics metrics) {
        return new SourcePipeline(parts(connector, config, tolerance, metrics));
    }

    /** @throws ConnectException when a plugin is missing or refuses its settings */
    public SinkPipeline sink(
            PluginDescriptor connector, Map<String, String> config, Tolerance tolerance, TaskMetrics metrics) {
        return new SinkPipeline(parts(connector, config, tolerance, metrics));
    }

    private <R extends ConnectRecord<R>> Parts<R> parts(
            PluginDescriptor connector, Map<String, String> config, Tolerance tolerance, TaskMetrics metrics) {
        Converters converters = converters(connector, config, metrics);
        List<Transforms.Step<R>> steps = steps(connector, config, metrics);
        return new Parts<R>(new Transforms<R>(steps, tolerance), converters, tolerance);
    }

    private Converters converters(PluginDescriptor connector, Map<String, String> config, TaskMetrics metrics) {
        return new Converters(
                monitored(converter(connector, config, ConverterType.KEY), metrics, "converter", "key"),
                monitored(converter(connector, config, ConverterType.VALUE), metrics, "converter", "value"),
                monitored(headerConverter(connector, config), metrics, "converter", "header"));
    }

    private Plugged<Converter> converter(PluginDescriptor connector, Map<String, String> config, ConverterType type) {
        PluginSetting setting = type == ConverterType.KEY ? PluginSetting.KEY_CONVERTER : PluginSetting.VALUE_CONVERTER;
        Map<String, String> owner = owner(config, setting.classKey());
        Map<String, String> settings = converterSettings(owner, setting, type);
        return configured(
                instance(connector, setting, owner, Converter.class),
                converter -> converter.configure(settings, type == ConverterType.KEY));
    }

    private Plugged<HeaderConverter> headerConverter(PluginDescriptor connector, Map<String, String> config) {
        PluginSetting setting = PluginSetting.HEADER_CONVERTER;
        Map<String, String> owner = new HashMap<>(owner(config, setting.classKey()));
        owner.putIfAbsent(setting.classKey(), "org.apache.kafka.connect.storage.SimpleHeaderConverter");
        Map<String, String> settings = converterSettings(owner, setting, ConverterType.HEADER);
        return configured(
                instance(connector, setting, owner, HeaderConverter.class), converter -> converter.configure(settings));
    }

    private static Map<String, String> converterSettings(
            Map<String, String> owner, PluginSetting setting, ConverterType type) {
        Map<String, String> settings = Settings.under(owner, setting.classKey() + ".");
        settings.put("converter.type", type.getName());
        return settings;
    }

    /** A converter and its settings belong together: the connector's, or the worker's. contract/behaviours.md, 8. */
    private Map<String, String> owner(Map<String, String> config, String key) {
        return config.containsKey(key) ? config : workerConfig;
    }

    private <R extends ConnectRecord<R>> List<Transforms.Step<R>> steps(
            PluginDescriptor connector, Map<String, String> config, TaskMetrics metrics) {
        List<Transforms.Step<R>> steps = new ArrayList<>();
        for (String alias : Settings.list(config.get("transforms"))) {
            Transforms.Step<R> step = stepOrFailure(connector, config, alias);
            monitored(step.transformation(), metrics, "transform", alias);
            if (step.predicate() != null && step.predicateAlias() != null) {
                monitored(step.predicate(), metrics, "predicate", step.predicateAlias());
            }
            steps.add(step);
        }
        return steps;
    }

    /** Wrapped as in contract/rest/failures.json: the trace of such a task begins with this. */
    private <R extends ConnectRecord<R>> Transforms.Step<R> stepOrFailure(
            PluginDescriptor connector, Map<String, String> config, String alias) {
        try {
            return step(connector, config, alias);
        } catch (RuntimeException e) {
            throw new ConnectException(e);
        }
    }

    @SuppressWarnings("unchecked") // a transformation takes any record; its type parameter is a promise, not a check
    private <R extends ConnectRecord<R>> Transforms.Step<R> step(
            PluginDescriptor connector, Map<String, String> config, String alias) {
        String prefix = "transforms." + alias + ".";
        Map<String, String> settings = Settings.under(config, prefix);
        String predicateAlias = settings.remove("predicate");
        boolean negate = Boolean.parseBoolean(settings.remove("negate"));
        settings.remove("type");
        PluginSetting setting = PluginSetting.aliased(PluginType.TRANSFORMATION, prefix);
        Plugged<Transformation<R>> transformation =
                (Plugged<Transformation<R>>) (Plugged<?>) instance(connector, setting, config, Transformation.class);
        configured(transformation, it -> it.configure(settings));
        if (predicateAlias == null) {
            return new Transforms.Step<>(alias, transformation, null, null, negate);
        }
        String predicatePrefix = "predicates." + predicateAlias + ".";
        Map<String, String> predicateSettings = Settings.under(config, predicatePrefix);
        predicateSettings.remove("type");
        PluginSetting predicateSetting = PluginSetting.aliased(PluginType.PREDICATE, predicatePrefix);
        Plugged<Predicate<R>> predicate =
                (Plugged<Predicate<R>>) (Plugged<?>) instance(connector, predicateSetting, config, Predicate.class);
        configured(predicate, it -> it.configure(predicateSettings));
        return new Transforms.Step<>(alias, transformation, predicateAlias, predicate, negate);
    }

    private <T> Plugged<T> instance(
            PluginDescriptor connector, PluginSetting setting, Map<String, String> config, Class<T> as) {
        PluginDescriptor descriptor = setting.find(plugins, connector, config);
        return new Plugged<>(plugins.newInstance(descriptor, as), plugins.loaderOf(descriptor));
    }

    private static <T> Plugged<T> configured(Plugged<T> plugged, Consumer<T> configure) {
        LoaderSwap.run(plugged.loader(), () -> configure.accept(plugged.plugin()));
        return plugged;
    }

    /** Offers the plugin figures of its own, if it wants some. */
    private static <T> Plugged<T> monitored(Plugged<T> plugged, TaskMetrics metrics, String kind, String name) {
        if (plugged.plugin() instanceof Monitorable monitorable) {
            LoaderSwap.run(plugged.loader(), () -> monitorable.withPluginMetrics(metrics.ofPlugin(Map.of(kind, name))));
        }
        return plugged;
    }
}
