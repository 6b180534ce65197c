package io.troupe.plugins;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * Where plugins are looked for, and how.
 *
 * @param path entries of {@code plugin.path}, in order
 * @param shipped plugin folders of the distribution, looked at after {@code path} by the same rules
 */
public record PluginSettings(List<Path> path, List<Path> shipped, DiscoveryMode discovery) {

    public static final String PLUGIN_PATH = "plugin.path";
    public static final String PLUGIN_DISCOVERY = "plugin.discovery";

    public PluginSettings {
        path = List.copyOf(path);
        shipped = List.copyOf(shipped);
    }

    /**
     * Reads {@code plugin.path} and {@code plugin.discovery} from the worker's properties.
     *
     * @throws ConfigException that names the key, for an unknown mode or a text that is no path
     */
    public static PluginSettings of(Map<String, String> workerProperties, List<Path> shipped) {
        List<Path> path = Arrays.stream(
                        workerProperties.getOrDefault(PLUGIN_PATH, "").split(",", -1))
                .map(String::trim)
                .filter(entry -> !entry.isEmpty())
                .map(PluginSettings::toPath)
                .toList();
        String mode = workerProperties.getOrDefault(PLUGIN_DISCOVERY, DiscoveryMode.HYBRID_WARN.name());
        return new PluginSettings(path, shipped, DiscoveryMode.of(PLUGIN_DISCOVERY, mode));
    }

    /** All entries to look at, in order of precedence. */
    List<Path> entries() {
        return Stream.concat(path.stream(), shipped.stream()).toList();
    }

    private static Path toPath(String entry) {
        try {
            return Path.of(entry).toAbsolutePath().normalize();
        } catch (InvalidPathException noPath) {
            throw new ConfigException(PLUGIN_PATH, entry, noPath.getMessage());
        }
    }
}
