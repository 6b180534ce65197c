package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpSettingsTest {

    private static final Config DEFAULTS = ConfigFactory.defaultReference();

    private static HttpSettings of(Map<String, String> properties) {
        return HttpSettings.of(properties, DEFAULTS);
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        assertThat(of(Map.of())).isEqualTo(new HttpSettings("0.0.0.0", 8083, null, null, 4L << 20));
    }

    @Test
    void everyKeyIsRead() {
        assertThat(HttpSettings.of(
                        Map.of(
                                "listeners", "http://me:1",
                                "rest.advertised.host.name", "you",
                                "rest.advertised.port", "2"),
                        ConfigFactory.parseString("troupe.http.max-body = 3").withFallback(DEFAULTS)))
                .isEqualTo(new HttpSettings("me", 1, "you", 2, 3));
        assertThat(DEFAULTS.getConfig("troupe.http").entrySet()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "http://:8083, 0.0.0.0, 8083",
        "http://0.0.0.0:8083, 0.0.0.0, 8083",
        "http://localhost:0, localhost, 0",
        "' http://localhost:1 ', localhost, 1",
        "HTTP://localhost:1, localhost, 1"
    })
    void aListenerIsHostAndPort(String listener, String host, int port) {
        HttpSettings settings = of(Map.of("listeners", listener));

        assertThat(settings.host()).isEqualTo(host);
        assertThat(settings.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8083",
                "http://localhost",
                "https://localhost:1",
                "http://a b:1",
                "http://a:1,http://b:2"
            })
    void whatIsNoListenerIsRefusedByName(String listener) {
        assertThatThrownBy(() -> of(Map.of("listeners", listener)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listeners");
    }

    @Test
    void aPortThatIsNoNumberIsRefusedByName() {
        assertThatThrownBy(() -> of(Map.of("rest.advertised.port", "many")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.advertised.port");
    }
}
