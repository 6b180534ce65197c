package io.troupe.worker.connector.validation;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.worker.PluginSetting;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/**
 * The transformations or predicates of a configuration: what each alias adds to the settings that there are.
 *
 * @param key of the list of aliases; also begins the settings of each
 * @param group in which the list is; also begins the group of each alias
 */
record AliasedSettings(PluginType type, String key, String group) {

    static final AliasedSettings TRANSFORMATIONS =
            new AliasedSettings(PluginType.TRANSFORMATION, "transforms", "Transforms");
    static final AliasedSettings PREDICATES = new AliasedSettings(PluginType.PREDICATE, "predicates", "Predicates");

    private static final String PREDICATE = "predicate";
    private static final String NEGATE = "negate";

    /** Each alias once, in their order. */
    Set<String> aliases(Map<String, String> config) {
        return ConfigDef.parseType(key, config.get(key), ConfigDef.Type.LIST) instanceof List<?> aliases
                ? new LinkedHashSet<>(aliases.stream().map(String::valueOf).toList())
                : Set.of();
    }

    PluginSetting setting(String alias) {
        return PluginSetting.aliased(type, prefix(alias));
    }

    private String prefix(String alias) {
        return key + "." + alias + ".";
    }

    /** Adds the settings of all aliases; asks each plugin for its own. */
    void define(ConfigDef all, Plugins plugins, PluginDescriptor connector, Map<String, String> config) {
        for (String alias : aliases(config)) {
            PluginSetting setting = setting(alias);
            AliasedPlugin plugin = AliasedPlugin.of(setting, plugins, connector, config);
            String aliasGroup = group + ": " + alias;
            defineClass(all, setting, alias, aliasGroup, plugin, plugins, config);
            defineVersion(all, setting, alias, aliasGroup, plugin, plugins);
            if (plugin.definition() != null) {
                all.embed(prefix(alias), aliasGroup, 2, withPredicate(plugin.definition()));
            }
        }
    }

    private void defineClass(
            ConfigDef all,
            PluginSetting setting,
            String alias,
            String aliasGroup,
            AliasedPlugin plugin,
            Plugins plugins,
            Map<String, String> config) {
        all.define(
                setting.classKey(),
                ConfigDef.Type.CLASS,
                NO_DEFAULT_VALUE,
                LambdaValidator.with(
                        (name, value) -> {
                            checkNegation(prefix(alias), config);
                            plugin.checkClass(value);
                        },
                        () -> "a class that takes its settings"),
                HIGH,
                "Class or alias of the " + noun() + " that is called " + alias + " here.",
                aliasGroup,
                0,
                Width.LONG,
                type.pluginClass().getSimpleName() + " type for " + alias,
                List.of(),
                new Recommendations(plugins).classes(type));
    }

    private void defineVersion(
            ConfigDef all,
            PluginSetting setting,
            String alias,
            String aliasGroup,
            AliasedPlugin plugin,
            Plugins plugins) {
        all.define(
                setting.versionKey(),
                ConfigDef.Type.STRING,
                plugin.nearVersion(),
                LambdaValidator.with((name, value) -> plugin.checkVersion(value), () -> "an installed version"),
                HIGH,
                "Version of the " + noun() + " that is called " + alias + " here, or a Maven range of versions.",
                aliasGroup,
                1,
                Width.LONG,
                type.pluginClass().getSimpleName() + " version for " + alias,
                List.of(),
                new Recommendations(plugins).versions(setting, true));
    }

    /** Every transformation has these two, whatever it defines itself. */
    private ConfigDef withPredicate(ConfigDef own) {
        if (type != PluginType.TRANSFORMATION) {
            return own;
        }
        ConfigDef both = new ConfigDef()
                .define(
                        PREDICATE,
                        ConfigDef.Type.STRING,
                        null,
                        MEDIUM,
                        "Alias of the predicate that decides on each record.")
                .define(NEGATE, ConfigDef.Type.BOOLEAN, false, MEDIUM, "Whether the predicate has to be false.");
        own.configKeys().forEach((name, definition) -> {
            if (!both.configKeys().containsKey(name)) {
                both.define(definition);
            }
        });
        return both;
    }

    private void checkNegation(String prefix, Map<String, String> config) {
        if (type == PluginType.TRANSFORMATION
                && config.containsKey(prefix + NEGATE)
                && !config.containsKey(prefix + PREDICATE)) {
            throw new ConfigException("Config '" + prefix + NEGATE + "' was provided but there is no config '" + prefix
                    + PREDICATE + "' defining a predicate to be negated.");
        }
    }

    private String noun() {
        return type.pluginClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
