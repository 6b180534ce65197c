package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.plugins.PluginDescriptor;

/** An installed plugin. */
public record PluginInfo(@JsonProperty("class") String className, String type, String version) {

    public static PluginInfo of(PluginDescriptor plugin) {
        return new PluginInfo(plugin.className(), plugin.type().wireName(), plugin.version());
    }
}
