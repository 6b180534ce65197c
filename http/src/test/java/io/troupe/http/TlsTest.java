package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with keys made by the JDK. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TlsTest {

    private KeyStores stores;

    @BeforeAll
    void make(@TempDir Path folder) {
        stores = KeyStores.in(folder);
    }

    private Map<String, String> server(String prefix, String... more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "listeners",
                "https://localhost:0",
                prefix + "ssl.keystore.location",
                stores.path("server.jks"),
                prefix + "ssl.keystore.password",
                KeyStores.PASSWORD,
                prefix + "ssl.key.password",
                KeyStores.PASSWORD,
                prefix + "ssl.truststore.location",
                stores.path("trust.p12"),
                prefix + "ssl.truststore.type",
                "PKCS12",
                prefix + "ssl.truststore.password",
                KeyStores.PASSWORD));
        for (int i = 0; i < more.length; i += 2) {
            properties.put(prefix + more[i], more[i + 1]);
        }
        return properties;
    }

    /** The status of an answer. */
    private int get(TestServer server, boolean withKey, String... protocols)
            throws GeneralSecurityException, IOException, InterruptedException {
        server.serve(List.of(Endpoint.get("/", exchange -> CompletableFuture.completedFuture(Answers.empty(204)))));
        return get(server.server().advertised(), stores.client(withKey), protocols);
    }

    private static int get(URI address, SSLContext tls, String... protocols) throws IOException, InterruptedException {
        HttpClient.Builder client = HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1);
        if (protocols.length > 0) {
            client.sslParameters(new SSLParameters(null, protocols));
        }
        return client.build()
                .send(
                        HttpRequest.newBuilder(address)
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void aListenerIsSecuredByTheWorkersOwnSettings() throws Exception {
        try (TestServer server = new TestServer(server(""))) {
            assertThat(server.server().advertised().getScheme()).isEqualTo("https");
            assertThat(get(server, false)).isEqualTo(204);
        }
    }

    @Test
    void settingsOfItsOwnReplaceThemAll() throws Exception {
        Map<String, String> properties = server("listeners.https.");
        properties.put("ssl.keystore.location", "/no/such/file");
        properties.put("ssl.client.auth", "required");
        try (TestServer server = new TestServer(properties)) {
            assertThat(get(server, false)).isEqualTo(204);
        }
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereOneIsRequired() throws Exception {
        try (TestServer server = new TestServer(server("", "ssl.client.auth", "required"))) {
            assertThatThrownBy(() -> get(server, false)).isInstanceOf(IOException.class);
            assertThat(get(server, true)).isEqualTo(204);
        }
    }

    @Test
    void aCertificateThatIsRequestedNeedNotBeShown() throws Exception {
        try (TestServer server = new TestServer(server("", "ssl.client.auth", "Requested"))) {
            assertThat(get(server, false)).isEqualTo(204);
            assertThat(get(server, true)).isEqualTo(204);
        }
    }

    @Test
    void protocolsAreAsConfigured() throws Exception {
        try (TestServer server = new TestServer(server("", "ssl.enabled.protocols", "TLSv1.2"))) {
            assertThatThrownBy(() -> get(server, false, "TLSv1.3")).isInstanceOf(IOException.class);
            assertThat(get(server, false, "TLSv1.2")).isEqualTo(204);
        }
    }

    @Test
    void aKeyCanBeGivenAsPem() throws Exception {
        try (TestServer server = new TestServer(Map.of(
                "listeners",
                "https://localhost:0",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.key",
                stores.serverKeyAsPem(),
                "ssl.keystore.certificate.chain",
                stores.serverCertificateAsPem()))) {
            assertThat(get(server, false)).isEqualTo(204);
        }
    }

    @Test
    void adminListenersHaveSettingsOfTheirOwn() throws Exception {
        Map<String, String> properties = server("admin.listeners.https.", "ssl.client.auth", "required");
        properties.put("listeners", "http://localhost:0");
        properties.put("admin.listeners", "https://localhost:0");
        try (TestServer server = new TestServer(properties)) {
            URI admin = server.server().adminAddress().orElseThrow();
            assertThat(admin).hasScheme("https").hasHost("localhost");
            assertThatThrownBy(() -> get(admin, stores.client(false))).isInstanceOf(IOException.class);
            assertThat(get(admin, stores.client(true))).isEqualTo(503);
        }
    }

    @Test
    void whoSpeaksPlainHttpGetsNoAnswer() throws Exception {
        try (TestServer server = new TestServer(server(""))) {
            URI plain = URI.create(
                    "http://localhost:" + server.server().advertised().getPort());
            assertThatThrownBy(() -> get(plain, stores.client(false))).isInstanceOf(IOException.class);
            assertThat(get(server, false)).isEqualTo(204);
        }
    }

    @Test
    void aKeystoreThatCannotBeReadIsNamedWithoutItsPassword() {
        Map<String, String> properties = server("listeners.https.");
        properties.put("listeners.https.ssl.keystore.password", "wrong-s3cret");

        assertThatThrownBy(() -> TestServer.settings(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("listeners.https.")
                .hasMessageContaining("server.jks")
                .hasMessageNotContaining("s3cret");
        assertThat(TestServer.settings(server("")).toString()).doesNotContain("s3cret");
    }

    @Test
    void clientsAreAskedInOneOfThreeWays() {
        assertThatThrownBy(() -> TestServer.settings(server("", "ssl.client.auth", "maybe")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssl.client.auth");
    }
}
