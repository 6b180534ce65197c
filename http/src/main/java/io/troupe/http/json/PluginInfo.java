package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.plugins.PluginDescriptor;

/** An installed plugin; the version of one that has none is left out. */
public record PluginInfo(
        @JsonProperty("class") String className,
        String type,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = NoVersion.class)
        String version) {

    public static PluginInfo of(PluginDescriptor plugin) {
        return new PluginInfo(plugin.className(), plugin.type().wireName(), plugin.version());
    }
}
