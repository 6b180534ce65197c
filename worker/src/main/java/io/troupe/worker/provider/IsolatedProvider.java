package io.troupe.worker.provider;

import io.troupe.plugins.isolation.LoaderSwap;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * A provider in its own loader, which fails when it has no value: a reference that is taken for its own text would be
 * somebody's password. What it says then names the reference only.
 */
final class IsolatedProvider implements ConfigProvider {

    private final String name;
    private final ConfigProvider provider;
    private final ClassLoader loader;

    IsolatedProvider(String name, ConfigProvider provider, ClassLoader loader) {
        this.name = name;
        this.provider = provider;
        this.loader = loader;
    }

    @Override
    public void configure(Map<String, ?> settings) {
        LoaderSwap.in(loader, () -> {
            provider.configure(settings);
            return provider;
        });
    }

    @Override
    public ConfigData get(String path) {
        return guarded(path, Set.of(), () -> provider.get(path));
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        ConfigData found = guarded(path, keys, () -> provider.get(path, keys));
        Set<String> missing = keys.stream()
                .filter(key -> found == null || found.data().get(key) == null)
                .collect(Collectors.toSet());
        if (found == null || !missing.isEmpty()) {
            throw new UnresolvedReference(
                    "The config provider " + name + " has no value for " + references(path, missing));
        }
        return found;
    }

    private ConfigData guarded(String path, Set<String> keys, Supplier<ConfigData> call) {
        try {
            return LoaderSwap.in(loader, call::get);
        } catch (RuntimeException | LinkageError failure) {
            UnresolvedReference failed = new UnresolvedReference(
                    "The config provider " + name + " failed for " + references(path, keys) + ": " + failure);
            failed.initCause(failure);
            throw failed;
        }
    }

    private String references(String path, Set<String> keys) {
        String prefix = "${" + name + ":" + (path.isEmpty() ? "" : path + ":");
        return keys.stream().sorted().map(key -> prefix + key + "}").collect(Collectors.joining(", "));
    }

    @Override
    public void close() throws IOException {
        LoaderSwap.in(loader, () -> {
            provider.close();
            return provider;
        });
    }
}
