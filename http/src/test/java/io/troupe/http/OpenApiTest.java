package io.troupe.http;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document is written by hand; it says what the routes do, no more and no less. */
final class OpenApiTest {

    private static final Set<String> NO_METHODS = Set.of("parameters");

    private final JsonNode document = document();

    private static JsonNode document() {
        try {
            return Json.MAPPER.readTree(OpenApi.DOCUMENT.toArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Their tables need nothing of what the endpoints need. */
    @SuppressWarnings("NullAway")
    private static Stream<Routes> routes() {
        return Stream.of(
                new ServerRoutes(null, null, new Readiness(() -> true, java.util.Optional::empty, false)),
                new ConnectorRoutes(null, null, URI.create("http://localhost")),
                new ConnectorByName(null, null),
                new OffsetRoutes(null),
                new TopicRoutes(null, null),
                new SupervisionRoutes(null),
                new PluginRoutes(null, null),
                new InternalRoutes(),
                new LoggerRoutes(null));
    }

    private record Operation(String endpoint, JsonNode node, List<JsonNode> parameters) {}

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (!NO_METHODS.contains(method.getKey())) {
                        List<JsonNode> parameters = new ArrayList<>();
                        path.getValue().path("parameters").forEach(parameters::add);
                        method.getValue().path("parameters").forEach(parameters::add);
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                method.getValue(),
                                parameters));
                    }
                }));
        return operations;
    }

    @Test
    void itHasEveryEndpointAndNothingElse() {
        Set<String> served = routes().flatMap(part -> part.endpoints().stream())
                .map(endpoint -> endpoint.method() + " " + endpoint.path())
                .collect(toCollection(TreeSet::new));

        assertThat(operations()).extracting(Operation::endpoint).containsExactlyInAnyOrderElementsOf(served);
    }

    @Test
    void bodiesAreWhereEndpointsTakeThem() {
        Set<String> taking = routes().flatMap(part -> part.endpoints().stream())
                .filter(Endpoint::takesJson)
                .map(endpoint -> endpoint.method() + " " + endpoint.path())
                .collect(toCollection(TreeSet::new));

        assertThat(operations())
                .filteredOn(operation -> operation.node().has("requestBody"))
                .extracting(Operation::endpoint)
                .containsExactlyInAnyOrderElementsOf(taking);
    }

    @Test
    void variablesOfPathsAreItsParameters() {
        for (Operation operation : operations()) {
            List<String> named = operation.parameters().stream()
                    .filter(parameter -> parameter.path("in").asText().equals("path"))
                    .map(parameter -> "{" + parameter.path("name").asText() + "}")
                    .toList();
            assertThat(Stream.of(operation.endpoint().split("/", -1)).filter(part -> part.startsWith("{")))
                    .as(operation.endpoint())
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    @Test
    void everyOperationHasItsOwnNameAndSaysHowItEnds() {
        assertThat(operations())
                .extracting(operation -> operation.node().path("operationId").asText())
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(operations())
                .allSatisfy(operation ->
                        assertThat(operation.node().path("responses").size()).isPositive());
    }

    @Test
    void referencesLeadSomewhere() {
        List<String> references = document.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(
                        document.at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
    }
}
