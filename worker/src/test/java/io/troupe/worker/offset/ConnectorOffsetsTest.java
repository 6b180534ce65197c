package io.troupe.worker.offset;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.StockPlugins;
import io.troupe.worker.WorkerSettings;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Vault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorOffsetsTest {

    private static final Plugins PLUGINS = StockPlugins.scan();

    /** Nobody answers there, and nobody is asked. */
    private static final Map<String, String> WORKER = Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "group.id", "crew",
            "key.converter", "JsonConverter",
            "value.converter", "JsonConverter",
            "config.providers", "vault",
            "config.providers.vault.class", Vault.class.getName(),
            "config.providers.vault.param.sink", "FileStreamSink",
            "config.providers.vault.param.source", "FileStreamSource");

    @Test
    void sinksHaveAGroupWhereverTheirClassIsWritten() {
        try (ConfigProviders providers = ConfigProviders.of(PLUGINS, WORKER)) {
            ConnectorOffsets offsets = new ConnectorOffsets(
                    PLUGINS,
                    providers,
                    new SecretSettings(PLUGINS),
                    new KafkaClients(ConfigFactory.load(), WorkerSettings.of(WORKER, "w:1"), "cluster"));

            for (String sink : List.of("FileStreamSink", "${vault:sink}")) {
                assertThat(offsets.group("c", Map.of("connector.class", sink, "topics", "t")))
                        .isPresent();
            }
            assertThat(offsets.group("c", Map.of("connector.class", "${vault:source}")))
                    .isEmpty();
        }
    }
}
