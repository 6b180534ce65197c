package io.troupe.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The folder that bin/troupe was started from; absent when Troupe is embedded or run from an IDE. */
final class Distribution {
    private static final String PLUGIN_PATH = "plugin.path";

    private Distribution() {}

    static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("troupe.home")).map(Path::of);
    }

    /**
     * The worker's settings with the bundled plugins at the end of {@code plugin.path}. A stock worker finds its JSON
     * converter and transforms without any path, so a file that names only its own connectors has to go on working.
     */
    static Map<String, String> withPlugins(Map<String, String> worker) {
        Optional<Path> bundled = home().map(it -> it.resolve("plugins")).filter(Files::isDirectory);
        if (bundled.isEmpty()) {
            return worker;
        }
        Map<String, String> completed = new LinkedHashMap<>(worker);
        String own = worker.getOrDefault(PLUGIN_PATH, "");
        completed.put(PLUGIN_PATH, own.isBlank() ? bundled.get().toString() : own.strip() + "," + bundled.get());
        return completed;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            Optional<Path> file = home().map(it -> it.resolve("VERSION")).filter(Files::isRegularFile);
            return new String[] {
                "troupe " + (file.isPresent() ? Files.readString(file.get()).strip() : "(not from a distribution)")
            };
        }
    }
}
