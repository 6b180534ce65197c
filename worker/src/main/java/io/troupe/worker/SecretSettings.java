package io.troupe.worker;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.worker.connector.validation.PluginDefinitions;
import io.troupe.worker.provider.Resolved;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;

/**
 * Which settings of a configuration are secrets because its plugins say so, whatever they are called: those of the type
 * PASSWORD of the connector, its converters, transformations and predicates. Each plugin is asked once; it may block then,
 * so that is done on threads that are made for it.
 */
public final class SecretSettings {

    private static final Map<String, PluginType> LISTS =
            Map.of("transforms", PluginType.TRANSFORMATION, "predicates", PluginType.PREDICATE);
    private static final List<PluginSetting> CONVERTERS =
            List.of(PluginSetting.KEY_CONVERTER, PluginSetting.VALUE_CONVERTER, PluginSetting.HEADER_CONVERTER);

    private final Plugins plugins;
    private final Map<PluginDescriptor, Set<String>> known = new ConcurrentHashMap<>();

    public SecretSettings(Plugins plugins) {
        this.plugins = plugins;
    }

    /**
     * Names of settings; what is wrong with a plugin is said when it is used.
     *
     * @param config with references resolved
     */
    public Set<String> of(Map<String, String> config) {
        Set<String> names = new HashSet<>();
        try {
            PluginDescriptor connector = plugins.connectorOf(config);
            names.addAll(ask(connector));
            for (PluginSetting converter : CONVERTERS) {
                add(names, converter, converter.classKey() + ".", connector, config);
            }
            LISTS.forEach((list, type) -> {
                for (String alias : config.getOrDefault(list, "").split(",", -1)) {
                    String prefix = list + "." + alias.trim() + ".";
                    add(names, PluginSetting.aliased(type, prefix), prefix, connector, config);
                }
            });
        } catch (RuntimeException | LinkageError e) {
            return names;
        }
        return names;
    }

    /**
     * Leaves out of what this thread says from now on what is secret in a configuration. While its plugins are asked
     * which settings that are, those whose names tell it are left out already.
     */
    public Concealment conceal(Resolved config) {
        config.concealment(Set.of()).enter();
        Concealment secrets = config.concealment(of(config.config()));
        secrets.enter();
        return secrets;
    }

    private void add(
            Set<String> names,
            PluginSetting setting,
            String prefix,
            PluginDescriptor connector,
            Map<String, String> config) {
        if (config.containsKey(setting.classKey())) {
            try {
                ask(setting.find(plugins, connector, config)).forEach(name -> names.add(prefix + name));
            } catch (RuntimeException | LinkageError e) {
                // The others' are known all the same.
            }
        }
    }

    private Set<String> ask(PluginDescriptor plugin) {
        Set<String> before = known.get(plugin);
        if (before != null) {
            return before;
        }
        Object instance = plugins.newInstance(plugin, plugin.type().pluginClass());
        Set<String> names = LoaderSwap.in(plugins.loaderOf(plugin), () -> passwords(PluginDefinitions.own(instance)));
        known.put(plugin, names);
        return names;
    }

    private static Set<String> passwords(@Nullable ConfigDef settings) {
        return settings == null
                ? Set.of()
                : settings.configKeys().values().stream()
                        .filter(key -> key.type == ConfigDef.Type.PASSWORD)
                        .map(key -> key.name)
                        .collect(Collectors.toUnmodifiableSet());
    }
}
