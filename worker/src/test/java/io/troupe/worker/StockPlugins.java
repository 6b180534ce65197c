package io.troupe.worker;

import io.troupe.plugins.DiscoveryMode;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import java.nio.file.Path;
import java.util.List;

/** Kafka's own plugins: those on the class path, and the connectors of files as a location. */
public final class StockPlugins {

    private StockPlugins() {}

    public static Plugins scan() {
        Path locations = Path.of("target", "plugins-for-tests").toAbsolutePath();
        return Plugins.scan(new PluginSettings(List.of(locations), List.of(), DiscoveryMode.ONLY_SCAN));
    }
}
