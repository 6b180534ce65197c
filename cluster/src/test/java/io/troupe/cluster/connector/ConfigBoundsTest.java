package io.troupe.cluster.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigBoundsTest {

    @Test
    void settingsAreCounted() {
        Map<String, String> config = new HashMap<>();
        IntStream.range(0, 10_000).forEach(each -> config.put("key-" + each, ""));
        assertThat(ConfigBounds.fault(config)).isEmpty();

        config.put("one", "more");
        assertThat(ConfigBounds.fault(config))
                .hasValue("A connector can have 10000 settings at most, and these are 10001.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transforms", "predicates"})
    void aliasesAreCounted(String list) {
        String most = IntStream.range(0, 256).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        assertThat(ConfigBounds.fault(Map.of(list, most))).isEmpty();
        assertThat(ConfigBounds.fault(Map.of(list, ""))).isEmpty();

        assertThat(ConfigBounds.fault(Map.of(list, most + ", one")))
                .hasValue("A connector can have 256 " + list + " at most, and these are 257.");
    }
}
