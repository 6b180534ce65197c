package io.troupe.worker.connector.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.SecretSettings;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.junit.jupiter.api.Test;

class SecretSettingsTest {

    private final SecretSettings secrets = new SecretSettings(Validating.PLUGINS);

    /** Has a secret with an ordinary name. */
    public static final class Sealing<R extends ConnectRecord<R>> implements Transformation<R> {
        @Override
        public R apply(R sealed) {
            return sealed;
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef()
                    .define("seal", ConfigDef.Type.PASSWORD, ConfigDef.Importance.LOW, "What it is sealed with.")
                    .define("colour", ConfigDef.Type.STRING, ConfigDef.Importance.LOW, "No secret.");
        }

        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }

    @Test
    void theConnectorAndItsTransformationsSayWhichTheyAre() {
        assertThat(secrets.of(Map.of(
                        "connector.class",
                        Difficult.class.getName(),
                        "transforms",
                        "one, two",
                        "transforms.one.type",
                        Sealing.class.getName(),
                        "transforms.two.type",
                        "is not there")))
                .containsExactlyInAnyOrder("door", "password", "transforms.one.seal");
    }

    @Test
    void whoSaysNothingHasNone() {
        assertThat(secrets.of(Map.of("connector.class", Difficult.Silent.class.getName())))
                .isEmpty();
        assertThat(secrets.of(Map.of("connector.class", "is not there"))).isEmpty();
        assertThat(secrets.of(Map.of())).isEmpty();
    }
}
