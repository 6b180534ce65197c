package io.troupe.worker.connector.validation;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Does in {@code config} and {@code validate} whatever its class or its setting {@code mood} says. */
@SuppressWarnings("NullAway") // foreign plugins answer null where they must not
public class Difficult extends SourceConnector {

    /** Tells nothing of its settings. */
    public static final class Silent extends Difficult {
        @Override
        public ConfigDef config() {
            return null;
        }
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public ConfigDef config() {
        return new ConfigDef()
                .define("mood", ConfigDef.Type.STRING, "good", ConfigDef.Importance.LOW, "What happens.")
                .define("count", ConfigDef.Type.INT, 1, ConfigDef.Importance.LOW, "A number.")
                .define("door", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.LOW, "Opens it.")
                .define("password", ConfigDef.Type.PASSWORD, "", ConfigDef.Importance.LOW, "A secret.");
    }

    @Override
    public Config validate(Map<String, String> settings) {
        return switch (settings.getOrDefault("mood", "good")) {
            case "throws" -> throw new IllegalStateException("cannot log in as " + settings.get("user"));
            case "null" -> null;
            case "parses" -> {
                new AbstractConfig(config(), settings).values();
                yield super.validate(settings);
            }
            default -> super.validate(settings);
        };
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> settings) {
        return switch (settings.getOrDefault("mood", "good")) {
            case "throws" -> throw new IllegalStateException("no idea");
            case "null" -> null;
            case "bad" -> ExactlyOnceSupport.UNSUPPORTED;
            default -> ExactlyOnceSupport.SUPPORTED;
        };
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> settings) {
        return settings.getOrDefault("mood", "good").equals("bad") ? null : ConnectorTransactionBoundaries.SUPPORTED;
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
