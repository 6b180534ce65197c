package io.troupe.worker.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.provider.ConfigProvider;

/** Knows what its settings say; path {@code broken} fails, {@code brief} is valid for {@code ttl} ms. */
public final class Vault implements ConfigProvider {

    static final AtomicInteger CLOSED = new AtomicInteger();

    private final Map<String, String> secrets = new HashMap<>();
    private long ttl;

    @Override
    public void configure(Map<String, ?> settings) {
        settings.forEach((key, value) -> secrets.put(key, value.toString()));
        ttl = Long.parseLong(secrets.getOrDefault("ttl", "0"));
    }

    @Override
    public ConfigData get(String path) {
        return get(path, secrets.keySet());
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        if (path.equals("broken")) {
            throw new IllegalStateException("the vault is locked");
        }
        Map<String, String> found = new HashMap<>(secrets);
        found.keySet().retainAll(keys);
        return path.equals("brief") ? new ConfigData(found, ttl) : new ConfigData(found);
    }

    @Override
    public void close() {
        CLOSED.incrementAndGet();
    }
}
