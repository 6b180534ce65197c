package io.troupe.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.SourceConnector;

/** Has no settings; throws or blocks while it validates, as {@code mood} says. */
public final class PatientConnector extends SourceConnector {

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef();
    }

    @Override
    public Config validate(Map<String, String> settings) {
        switch (settings.getOrDefault("mood", "good")) {
            case "throws" -> throw new IllegalStateException("not today");
            case "blocks" -> block();
            default -> {}
        }
        return super.validate(settings);
    }

    private static void block() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        throw new IllegalStateException("is never started");
    }

    @Override
    public List<Map<String, String>> taskConfigs(int most) {
        return List.of();
    }

    @Override
    public void start(Map<String, String> settings) {}

    @Override
    public void stop() {}
}
