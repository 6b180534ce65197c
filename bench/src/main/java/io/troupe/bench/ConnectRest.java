package io.troupe.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The few requests of a run; both workers understand the same ones. */
public final class ConnectRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI worker;

    public ConnectRest(URI worker) {
        this.worker = worker;
    }

    /** Whether the worker takes requests; not to be reached is a no. */
    public boolean isReady() {
        try {
            return send("GET", "/connectors", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** False while a worker is still busy with its group, and has to be asked again. */
    public boolean create(String connector, Map<String, String> config) {
        try {
            HttpResponse<String> answer =
                    send("PUT", "/connectors/" + connector + "/config", JSON.writeValueAsString(config));
            if (answer.statusCode() == 400) {
                throw new BenchFailed("Connector " + connector + " is refused: " + answer.body());
            }
            return answer.statusCode() == 201;
        } catch (IOException e) {
            throw new BenchFailed("The worker at " + worker + " does not answer: " + e.getMessage(), e);
        }
    }

    /** The status of a connector that has failed, itself or a task of it. */
    Optional<String> failure(String connector) {
        try {
            HttpResponse<String> answer = send("GET", "/connectors/" + connector + "/status", "");
            return answer.statusCode() == 200 ? failureIn(answer.body()) : Optional.empty();
        } catch (IOException e) {
            return Optional.of("the worker does not answer: " + e.getMessage());
        }
    }

    static Optional<String> failureIn(String status) throws JsonProcessingException {
        JsonNode read = JSON.readTree(status);
        return read.findValuesAsText("state").contains("FAILED")
                ? Optional.of(String.join("\n", read.findValuesAsText("trace")))
                : Optional.empty();
    }

    /** True when it is gone. */
    public boolean delete(String connector) {
        try {
            return send("DELETE", "/connectors/" + connector, "").statusCode() == 404;
        } catch (IOException e) {
            throw new BenchFailed("The worker at " + worker + " does not answer: " + e.getMessage(), e);
        }
    }

    /** What the worker says about something; empty when it does not answer, or not well. */
    public Optional<JsonNode> read(String path) {
        try {
            HttpResponse<String> answer = send("GET", path, "");
            return answer.statusCode() == 200 ? Optional.of(JSON.readTree(answer.body())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @return the status of the answer; 0 when there was none */
    public int ask(String method, String path, Map<String, String> body) {
        try {
            return send(method, path, body.isEmpty() ? "" : JSON.writeValueAsString(body))
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(worker.resolve(path))
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("Interrupted", e);
        }
    }
}
