package io.troupe.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.connector.Validator;
import io.troupe.plugins.DiscoveryMode;
import io.troupe.plugins.PluginSettings;
import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.connector.validation.ConnectorValidation;
import io.troupe.worker.connector.validation.PluginDefinitions;
import io.troupe.worker.provider.ConfigProviders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Expectations as in contract/rest: plugin-config.json, validate-good.json and validate-bad.json. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PluginRoutesTest {

    private static final String BAD_REQUEST = "org.apache.kafka.connect.runtime.rest.errors.BadRequestException: ";

    private Plugins plugins;
    private Validator validator;
    private TestServer server;

    @BeforeAll
    void start() {
        plugins = Plugins.scan(new PluginSettings(List.of(), List.of(), DiscoveryMode.ONLY_SCAN));
        validator = new Validator(
                new ConnectorValidation(
                        plugins,
                        ConfigProviders.NONE,
                        new SecretSettings(plugins),
                        ClientOverrides.of(plugins, Map.of()),
                        Map.of("key.converter", "String", "value.converter", "String")),
                new PluginDefinitions(plugins),
                Duration.ofSeconds(1));
        server = new TestServer();
        server.serve(new PluginRoutes(plugins, validator).endpoints());
    }

    @AfterAll
    void stop() {
        server.close();
        validator.close();
        plugins.close();
    }

    private HttpResponse<String> validate(String plugin, String body) {
        return server.send(
                "PUT", "/connector-plugins/" + plugin + "/config/validate", body, "Content-Type", "application/json");
    }

    private static void isError(HttpResponse<String> response, int status, String message) {
        assertThat(response.body()).isEqualTo("{\"error_code\":%d,\"message\":\"%s\"}".formatted(status, message));
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @Test
    void aPluginTellsItsSettings() {
        HttpResponse<String> told =
                server.get("/connector-plugins/org.apache.kafka.connect.converters.LongConverter/config/");

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body())
                .startsWith(
                        "[{\"name\":\"converter.type\",\"type\":\"STRING\",\"required\":true,\"default_value\":null,"
                                + "\"importance\":\"LOW\",\"documentation\":")
                .endsWith("\"group\":null,\"order_in_group\":-1,\"width\":\"NONE\",\"display_name\":\"converter.type\","
                        + "\"dependents\":[]}]");
    }

    @Test
    void aPluginThatIsNotThereIsUnknown() {
        isError(server.get("/connector-plugins/NoSuch/config"), 404, "Unknown plugin NoSuch.");
        isError(
                server.get("/connector-plugins/LongConverter/config?version=%5B1,"),
                400,
                "Invalid version specification: [1,");
    }

    @Test
    void aConfigurationIsShownSettingBySetting() {
        HttpResponse<String> shown = validate("Patient", "{\"connector.class\":\"PatientConnector\"}");

        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body())
                .startsWith("{\"name\":\"PatientConnector\",\"error_count\":1,\"groups\":[\"Common\"")
                .contains("\"value\":{\"name\":\"name\",\"value\":null,\"recommended_values\":[],\"errors\":[\"Missing")
                .contains("],\"visible\":true}}");
    }

    @Test
    void whatIsRefusedAsAWholeHasAnExceptionsName() {
        isError(
                validate("Patient", "{\"name\":\"v\"}"),
                500,
                BAD_REQUEST + "Connector config contains no connector type");
        isError(
                validate("Patient", "{\"connector.class\":\"PatientConnector\",\"mood\":\"throws\"}"),
                500,
                "java.lang.IllegalStateException: not today");
        isError(
                validate("Patient", "{\"connector.class\":\"Other\"}"),
                400,
                "Included connector type Other does not match request type Patient");
    }

    @Test
    void aPluginThatDoesNotAnswerIsNamed() {
        isError(
                validate("Patient", "{\"connector.class\":\"PatientConnector\",\"mood\":\"blocks\"}"),
                500,
                "Request timed out. The plugin PatientConnector has been asked for its settings and did not answer"
                        + " within 1 s.");
    }
}
