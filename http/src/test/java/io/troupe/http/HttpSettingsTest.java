package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
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
        HttpSettings settings = of(Map.of());

        assertThat(settings.listeners()).containsExactly(new Listener("http", "0.0.0.0", 8083));
        assertThat(settings.adminListeners()).isNull();
        assertThat(settings.advertisedHost()).isNull();
        assertThat(settings.advertisedPort()).isNull();
        assertThat(settings.advertisedScheme()).isEqualTo("http");
        assertThat(settings.tls()).isNull();
        assertThat(settings.limits())
                .isEqualTo(new Limits(4L << 20, 64L << 20, Duration.ofSeconds(20), Duration.ofSeconds(60)));
    }

    @Test
    void everyLimitCanBeSet() {
        Config config = ConfigFactory.parseString(
                        "troupe.http { max-body = 3, max-bodies = 4, body-timeout = 5 s, head-timeout = 6 s }")
                .withFallback(DEFAULTS);

        assertThat(HttpSettings.of(Map.of(), config).limits())
                .isEqualTo(new Limits(3, 4, Duration.ofSeconds(5), Duration.ofSeconds(6)));
        assertThat(DEFAULTS.getConfig("troupe.http").entrySet()).hasSize(5);
    }

    @Test
    void hostsAreAList() {
        Config config = ConfigFactory.parseString("troupe.http.hosts = \" a.example ,,b.example\"")
                .withFallback(DEFAULTS);

        assertThat(HttpSettings.of(Map.of(), config).hosts()).containsExactly("a.example", "b.example");
        assertThat(of(Map.of()).hosts()).isEmpty();
    }

    @Test
    void whatIsAdvertisedIsRead() {
        HttpSettings settings =
                of(Map.of("rest.advertised.host.name", "you", "rest.advertised.port", "2", "listeners", "http://me:1"));

        assertThat(settings.advertisedHost()).isEqualTo("you");
        assertThat(settings.advertisedPort()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "http://:8083, http, 0.0.0.0, 8083",
        "http://0.0.0.0:8083, http, 0.0.0.0, 8083",
        "http://localhost:0, http, localhost, 0",
        "http://[::1]:8083, http, ::1, 8083",
        "http://::1:8083, http, ::1, 8083",
        "http://[fe80::1%eth0]:8083, http, fe80::1%eth0, 8083",
        "http://my_host-1.example:8083, http, my_host-1.example, 8083",
        "' http://localhost:1 ', http, localhost, 1",
        "HTTP://localhost:1, http, localhost, 1"
    })
    void aListenerIsSchemeHostAndPort(String listener, String scheme, String host, int port) {
        assertThat(of(Map.of("listeners", listener)).listeners()).containsExactly(new Listener(scheme, host, port));
    }

    @Test
    void thereCanBeSeveral() {
        assertThat(of(Map.of("listeners", "http://a:1,http://b:2")).listeners())
                .extracting(Listener::host)
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:8083",
                "http://localhost",
                "ftp://localhost:1",
                "http://a b:1",
                "http://a:65536",
                "http://a:-1",
                "http://a:1,nonsense"
            })
    void whatIsNoListenerIsRefusedByName(String listener) {
        assertThatThrownBy(() -> of(Map.of("listeners", listener)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listeners");
    }

    @Test
    void adminListenersAreNamedWhenTheyAreRefused() {
        assertThat(of(Map.of("admin.listeners", "")).adminListeners()).isEmpty();
        assertThatThrownBy(() -> of(Map.of("admin.listeners", "nonsense")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("admin.listeners");
    }

    @Test
    void aListenerThatIsNotThereCannotBeAdvertised() {
        assertThatThrownBy(() -> of(Map.of("rest.advertised.listener", "https")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.advertised.listener");
    }

    @Test
    void anAdvertisedHostIsOne() {
        assertThat(of(Map.of("rest.advertised.host.name", "[::1]")).advertisedHost())
                .isEqualTo("::1");
        assertThatThrownBy(() -> of(Map.of("rest.advertised.host.name", "a b")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.advertised.host.name");
    }

    @Test
    void httpsNeedsAKeystore() {
        assertThatThrownBy(() -> of(Map.of("listeners", "https://localhost:0")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssl.keystore.location");
    }

    @Test
    void aPortThatIsNoNumberIsRefusedByName() {
        assertThatThrownBy(() -> of(Map.of("rest.advertised.port", "many")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rest.advertised.port");
    }
}
