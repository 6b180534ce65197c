package io.troupe.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The folder that bin/troupe was started from; absent when Troupe is embedded or run from an IDE. */
final class Distribution {
    private Distribution() {}

    static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("troupe.home")).map(Path::of);
    }

    /** Of this release, however it is run. */
    static String version() {
        try (InputStream text = Distribution.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where bin/troupe looks for the classes of an earlier start that fit this folder and this Java. */
    static Optional<Path> archive() {
        return Optional.ofNullable(System.getProperty("troupe.archive")).map(Path::of);
    }

    /** The plugins that come with Troupe: a stock worker finds its JSON converter and transforms without any path. */
    static List<Path> plugins() {
        return home().map(it -> it.resolve("plugins")).stream().toList();
    }

    /** Plugins that a worker has only when its {@code plugin.path} names this folder. */
    static Optional<Path> optionalPlugins() {
        return home().map(it -> it.resolve("optional"));
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
