package io.troupe.worker.connector.validation;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.worker.PluginSetting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.jspecify.annotations.Nullable;

/**
 * Which classes and versions are installed, offered where a setting names one.
 *
 * @param plugins null to offer nothing
 */
record Recommendations(@Nullable Plugins plugins) {

    static final Recommendations NONE = new Recommendations(null);

    Recommender classes(PluginType type) {
        return recommender(
                parsed -> plugins == null
                        ? List.of()
                        : distinct(plugins.list(type).stream().map(PluginDescriptor::className)),
                parsed -> true);
    }

    Recommender connectorVersions() {
        return recommender(
                parsed -> connectorVersions(plugins, parsed.get("connector.class")),
                parsed -> parsed.get("connector.class") != null);
    }

    static List<Object> connectorVersions(@Nullable Plugins plugins, @Nullable Object name) {
        List<Object> sources = versions(plugins, PluginType.SOURCE, name);
        return sources.isEmpty() ? versions(plugins, PluginType.SINK, name) : sources;
    }

    /** @param always whether the version is shown when there is no class yet */
    Recommender versions(PluginSetting setting, boolean always) {
        return recommender(
                parsed -> parsed.get(setting.classKey()) instanceof Class<?> known
                        ? versions(plugins, setting.type(), known.getName())
                        : List.of(),
                parsed -> always || parsed.get(setting.classKey()) != null);
    }

    private static List<Object> versions(@Nullable Plugins plugins, PluginType type, @Nullable Object name) {
        if (plugins == null || name == null) {
            return List.of();
        }
        List<PluginDescriptor> lowestFirst = new ArrayList<>(plugins.versions(type, name.toString()));
        Collections.reverse(lowestFirst);
        return distinct(lowestFirst.stream().map(PluginDescriptor::version));
    }

    private static List<Object> distinct(Stream<String> texts) {
        return new ArrayList<>(texts.distinct().toList());
    }

    private static Recommender recommender(Values values, Predicate<Map<String, Object>> visible) {
        return new Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> parsed) {
                return values.of(parsed);
            }

            @Override
            public boolean visible(String name, Map<String, Object> parsed) {
                return visible.test(parsed);
            }
        };
    }

    /** What is offered, given what the rest of the configuration says. */
    private interface Values {
        List<Object> of(Map<String, Object> parsed);
    }
}
