package io.troupe.worker.pipeline;

import static io.troupe.worker.pipeline.Piping.config;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each plugin of a pipeline is made in the version that its setting asks for, or not at all. */
class PluginVersionTest {

    private static Map<String, String> everyPlugin() {
        return config(
                "key.converter", "Json",
                "value.converter", "Json",
                "header.converter", "Simple",
                "transforms", "r",
                "transforms.r.type", "DropHeaders",
                "transforms.r.headers", "h",
                "transforms.r.predicate", "p",
                "predicates.p.type", "RecordIsTombstone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key.converter.plugin.version",
                "value.converter.plugin.version",
                "header.converter.plugin.version",
                "transforms.r.plugin.version",
                "predicates.p.plugin.version"
            })
    void aVersionCounts(String setting) {
        Map<String, String> config = everyPlugin();
        config.put(setting, "4.4.0");
        assertThatCode(() -> Piping.source(config).close()).doesNotThrowAnyException();

        config.put(setting, "0.0.7");
        assertThatException()
                .isThrownBy(() -> Piping.source(config))
                .withMessageContaining("[0.0.7,0.0.7], available versions: [4.4.0");
    }

    @Test
    void aVersionOfTheWorkersConverterCounts() {
        Map<String, String> worker = config("key.converter", "Json", "value.converter", "Json");
        worker.put("value.converter.plugin.version", "[4,5)");
        assertThatCode(() -> Piping.source(worker, Map.of()).close()).doesNotThrowAnyException();

        for (String version : new String[] {"0.0.7", "[1,"}) {
            worker.put("value.converter.plugin.version", version);
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> Piping.source(worker, Map.of()))
                    .withMessageStartingWith(
                            "Invalid value " + version + " for configuration value.converter.plugin.version: ");
        }
    }
}
