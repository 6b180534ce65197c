package io.troupe.plugins.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.connect.source.SourceTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginClassLoaderTest {

    private final Path own;
    private final Path workers;

    PluginClassLoaderTest(@TempDir Path temp) throws IOException {
        own = Files.createDirectories(temp.resolve("own"));
        workers = Files.createDirectories(temp.resolve("workers"));
    }

    @Test
    void resourcesOfThePluginGoBeforeTheWorkers() throws IOException {
        Files.writeString(own.resolve("both.txt"), "own");
        Files.writeString(workers.resolve("both.txt"), "worker's");
        Files.writeString(workers.resolve("one.txt"), "worker's");

        URLClassLoader classPath = new URLClassLoader(new URL[] {workers.toUri().toURL()});
        PluginClassLoader loader = loader(classPath);
        try (classPath;
                loader) {
            assertThat(loader.getResource("both.txt"))
                    .isEqualTo(own.resolve("both.txt").toUri().toURL());
            assertThat(loader.getResource("one.txt"))
                    .isEqualTo(workers.resolve("one.txt").toUri().toURL());
            assertThat(loader.getResource("none.txt")).isNull();
            assertThat(Collections.list(loader.getResources("both.txt")))
                    .containsExactly(
                            own.resolve("both.txt").toUri().toURL(),
                            workers.resolve("both.txt").toUri().toURL());
        }
    }

    @Test
    void aCopyOfASharedClassIsPassedOver() throws Exception {
        copyIntoPlugin(SourceTask.class);
        copyIntoPlugin(LoaderSwap.class);

        PluginClassLoader loader = loader(PluginClassLoaderTest.class.getClassLoader());
        try (loader) {
            assertThat(loader.loadClass(SourceTask.class.getName())).isSameAs(SourceTask.class);
            assertThat(loader.loadClass(LoaderSwap.class.getName()).getClassLoader())
                    .isSameAs(loader);
            assertThatExceptionOfType(ClassNotFoundException.class)
                    .isThrownBy(() -> loader.loadClass("no.such.Thing"))
                    .withMessageContaining("no.such.Thing");
        }
    }

    private PluginClassLoader loader(ClassLoader classPath) throws IOException {
        return new PluginClassLoader("own", List.of(own.toUri().toURL()), new WorkerClassLoader(classPath));
    }

    private void copyIntoPlugin(Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        Files.createDirectories(own.resolve(file).resolveSibling(""));
        try (var in = type.getClassLoader().getResourceAsStream(file)) {
            assertThat(in).isNotNull();
            Files.copy(in, own.resolve(file));
        }
    }
}
