package io.troupe.worker.connector.validation;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import io.troupe.worker.PluginSetting;
import io.troupe.worker.connector.ConnectorName;
import io.troupe.worker.errors.ErrorSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyStringWithoutControlChars;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** What every connector has, source or sink: contract/connector-configs.json. */
final class CommonSettings {

    static final String GROUP = "Common";

    /** Characters of a name that is refused, in the refusal. */
    private static final int SHOWN_OF_A_NAME = 64;

    private CommonSettings() {}

    /**
     * @param version that a connector has which asks for none
     * @param defaults of the worker
     */
    static ConfigDef of(@Nullable String version, ConverterDefaults defaults, Recommendations recommended) {
        ConfigDef definition = new ConfigDef()
                .define(
                        "name",
                        ConfigDef.Type.STRING,
                        NO_DEFAULT_VALUE,
                        ConfigDef.CompositeValidator.of(
                                NonEmptyStringWithoutControlChars.nonEmptyStringWithoutControlChars(),
                                ConfigDef.LambdaValidator.with(
                                        CommonSettings::checkName, () -> "a name of at most 512 characters")),
                        HIGH,
                        "What the connector is called; no other one of the group has this name.",
                        GROUP,
                        1,
                        Width.MEDIUM,
                        "Connector name")
                .define(
                        "connector.class",
                        ConfigDef.Type.STRING,
                        HIGH,
                        "Class of the connector, or its alias: the simple class name, with or without Connector at the end.",
                        GROUP,
                        2,
                        Width.LONG,
                        "Connector class")
                .define(
                        "connector.plugin.version",
                        ConfigDef.Type.STRING,
                        version,
                        PluginValidators.VERSION,
                        MEDIUM,
                        "Version of the connector, or a Maven range of versions; the highest one when it is not set.",
                        GROUP,
                        3,
                        Width.MEDIUM,
                        "Connector version",
                        recommended.connectorVersions())
                .define(
                        "tasks.max",
                        ConfigDef.Type.INT,
                        1,
                        Range.atLeast(1),
                        HIGH,
                        "Most tasks that the connector may have.",
                        GROUP,
                        4,
                        Width.SHORT,
                        "Tasks max")
                .define(
                        "tasks.max.enforce",
                        ConfigDef.Type.BOOLEAN,
                        true,
                        LOW,
                        "Whether a connector with more tasks than tasks.max fails; otherwise there is only a warning.",
                        GROUP,
                        5,
                        Width.SHORT,
                        "Enforce tasks max");
        converter(definition, PluginSetting.KEY_CONVERTER, defaults.key(), "Key", 6, recommended);
        converter(definition, PluginSetting.VALUE_CONVERTER, defaults.value(), "Value", 8, recommended);
        converter(definition, PluginSetting.HEADER_CONVERTER, defaults.header(), "Header", 10, recommended);
        aliases(definition, AliasedSettings.TRANSFORMATIONS, 12);
        aliases(definition, AliasedSettings.PREDICATES, 13);
        definition.define(
                "config.action.reload",
                ConfigDef.Type.STRING,
                "restart",
                ValidString.in("none", "restart"),
                LOW,
                "Whether the connector restarts when values of config providers expire.",
                GROUP,
                14,
                Width.MEDIUM,
                "Reload Action");
        return ErrorSettings.define(definition);
    }

    private static void converter(
            ConfigDef definition,
            PluginSetting setting,
            ConverterDefaults.Default preset,
            String what,
            int order,
            Recommendations recommended) {
        String plural = what.toLowerCase(Locale.ROOT) + "s";
        definition
                .define(
                        setting.classKey(),
                        ConfigDef.Type.CLASS,
                        preset.className(),
                        PluginValidators.of(setting.type()),
                        LOW,
                        "Turns " + plural + " of records into bytes or back; the worker's one, with the worker's"
                                + " settings for it, when this is not set.",
                        GROUP,
                        order,
                        Width.SHORT,
                        what + " converter class",
                        recommended.classes(setting.type()))
                .define(
                        setting.versionKey(),
                        ConfigDef.Type.STRING,
                        preset.version(),
                        PluginValidators.VERSION,
                        LOW,
                        "Version of the converter of " + plural + ", or a Maven range of versions.",
                        GROUP,
                        order + 1,
                        Width.SHORT,
                        what + " converter version",
                        recommended.versions(setting, false));
    }

    private static void aliases(ConfigDef definition, AliasedSettings aliased, int order) {
        definition.define(
                aliased.key(),
                ConfigDef.Type.LIST,
                List.of(),
                ConfigDef.CompositeValidator.of(
                        new ConfigDef.NonNullValidator(),
                        ConfigDef.LambdaValidator.with(CommonSettings::checkUnique, () -> "aliases that differ")),
                LOW,
                "Names that this configuration gives to its " + aliased.key() + ", in their order.",
                aliased.group(),
                order,
                Width.LONG,
                aliased.group());
    }

    /** One that is missing is said to be so elsewhere. */
    private static void checkName(String key, @Nullable Object value) {
        String name = value == null ? "" : value.toString();
        ConnectorName.fault(name).ifPresent(fault -> {
            throw new ConfigException(
                    key, name.length() > SHOWN_OF_A_NAME ? name.substring(0, SHOWN_OF_A_NAME) + "..." : name, fault);
        });
    }

    /** @param value a list */
    static void checkUnique(String key, Object value) {
        List<?> aliases = (List<?>) value;
        if (new HashSet<>(aliases).size() < aliases.size()) {
            throw new ConfigException(key, value, "Duplicate alias provided.");
        }
    }
}
