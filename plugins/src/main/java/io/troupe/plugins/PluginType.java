package io.troupe.plugins;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/** The kinds of plugin (behaviours 16), in the order in which {@code GET /connector-plugins} lists them. */
public enum PluginType {
    SINK("sink", SinkConnector.class, "Connector"),
    SOURCE("source", SourceConnector.class, "Connector"),
    TRANSFORMATION("transformation", Transformation.class, "Transformation"),
    PREDICATE("predicate", Predicate.class, "Predicate"),
    CONVERTER("converter", Converter.class, "Converter"),
    HEADER_CONVERTER("header_converter", HeaderConverter.class, "(Header)?Converter"),
    CONFIG_PROVIDER("configprovider", ConfigProvider.class, "ConfigProvider"),
    REST_EXTENSION("rest_extension", ConnectRestExtension.class, "(Connect)?RestExtension"),
    OVERRIDE_POLICY(
            "connector_client_config_override_policy",
            ConnectorClientConfigOverridePolicy.class,
            "ConnectorClientConfigOverridePolicy");

    private final String wireName;
    private final Class<?> pluginClass;
    private final Pattern suffix;

    PluginType(String wireName, Class<?> pluginClass, String suffix) {
        this.wireName = wireName;
        this.pluginClass = pluginClass;
        this.suffix = Pattern.compile("(?<=.)" + suffix + "$");
    }

    /** The text of the {@code type} field in REST answers. */
    public String wireName() {
        return wireName;
    }

    /** The class or interface every plugin of this type extends. */
    public Class<?> pluginClass() {
        return pluginClass;
    }

    public boolean isConnector() {
        return this == SINK || this == SOURCE;
    }

    /** Whether {@code GET /connector-plugins?connectorsOnly=false} shows plugins of this type. */
    public boolean isListed() {
        return compareTo(HEADER_CONVERTER) <= 0;
    }

    /** What error messages call a plugin of this type. */
    String noun() {
        return isConnector() ? "Connector" : pluginClass.getSimpleName();
    }

    /**
     * The short names a class of this type can be called by: its simple name, and that without the type's suffix. A
     * nested class goes by its own simple name ({@code Value}) and by the one with its outer class ({@code Cast$Value}).
     */
    Set<String> aliasesOf(String className) {
        String local = className.substring(className.lastIndexOf('.') + 1);
        String simple = local.substring(local.lastIndexOf('$') + 1);
        Set<String> aliases = new TreeSet<>();
        aliases.add(local);
        aliases.add(simple.isEmpty() ? local : simple);
        Set<String> pruned = new TreeSet<>();
        for (String alias : aliases) {
            Matcher matcher = suffix.matcher(alias);
            pruned.add(matcher.find() ? alias.substring(0, matcher.start()) : alias);
        }
        aliases.addAll(pruned);
        return aliases;
    }
}
