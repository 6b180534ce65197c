package io.troupe.http;

import static io.troupe.http.Endpoint.delete;
import static io.troupe.http.Endpoint.get;
import static io.troupe.http.Endpoint.patch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.RefusedException;
import io.troupe.cluster.connector.Connectors;
import io.troupe.http.json.ConnectorOffsets;
import io.troupe.http.json.Message;
import io.troupe.worker.offset.OffsetsRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** {@code /connectors/x/offsets}: read, alter and reset; texts as in contract/rest/offsets-source.json. */
public final class OffsetRoutes implements Routes {

    private static final String OFFSETS = "/connectors/{connector}/offsets";
    private static final TypeReference<ConnectorOffsets> BODY = new TypeReference<>() {};

    /** More could not travel to where the connector lives. */
    private static final int MOST_CHARACTERS = 150_000;

    private final Connectors connectors;

    public OffsetRoutes(Connectors connectors) {
        this.connectors = connectors;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                get(OFFSETS, this::list), patch(OFFSETS, this::alter).takingJson(), delete(OFFSETS, this::reset));
    }

    private CompletionStage<HttpResponse> list(Exchange exchange) {
        String name = exchange.variable("connector");
        return worded(name, connectors.offsets(name)).thenApply(known -> Answers.json(200, ConnectorOffsets.of(known)));
    }

    private CompletionStage<HttpResponse> alter(Exchange exchange) {
        OffsetsRequest request;
        try {
            request = request(exchange.json(BODY));
        } catch (JsonProcessingException | RefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return changed(exchange, request, "altered");
    }

    private CompletionStage<HttpResponse> reset(Exchange exchange) {
        return changed(exchange, OffsetsRequest.RESET, "reset");
    }

    private CompletionStage<HttpResponse> changed(Exchange exchange, OffsetsRequest request, String done) {
        String name = exchange.variable("connector");
        return worded(name, connectors.changeOffsets(name, request, exchange.caller()))
                .thenApply(elsewhere -> Answers.json(200, new Message(elsewhere ? all(done) : own(done))));
    }

    private static String all(String done) {
        return "The offsets for this connector have been " + done + " successfully";
    }

    private static String own(String done) {
        return "The Connect framework-managed offsets for this connector have been " + done + " successfully. However,"
                + " if this connector manages offsets externally, they will need to be manually " + done
                + " in the system that the connector uses.";
    }

    private static OffsetsRequest request(@Nullable ConnectorOffsets body) throws JsonProcessingException {
        if (body == null) {
            throw refused(Reason.FAILED, "The request has no body: send {\"offsets\": [...]}");
        }
        List<ConnectorOffsets.Entry> entries = body.offsets();
        if (entries == null || entries.isEmpty()) {
            throw refused(Reason.INVALID, "Partitions / offsets need to be provided for an alter offsets request");
        }
        List<OffsetsRequest.Change> changes = new ArrayList<>();
        int room = MOST_CHARACTERS;
        for (ConnectorOffsets.Entry entry : entries) {
            if (entry == null) {
                throw refused(Reason.FAILED, "One of the offsets is null");
            }
            String partition = text(entry.partition());
            String offset = text(entry.offset());
            room -= (partition == null ? 0 : partition.length()) + (offset == null ? 0 : offset.length());
            changes.add(new OffsetsRequest.Change(partition, offset));
        }
        if (room < 0) {
            throw refused(
                    Reason.INVALID,
                    "The offsets have more than " + MOST_CHARACTERS + " characters; alter them in several requests");
        }
        return new OffsetsRequest(changes);
    }

    private static @Nullable String text(@Nullable Map<String, @Nullable Object> object)
            throws JsonProcessingException {
        return object == null ? null : Json.MAPPER.writeValueAsString(object);
    }

    private static RefusedException refused(Reason reason, String text) {
        return new Refusal(reason, text).asException();
    }

    /** The reference words it so here. */
    private static <T> CompletionStage<T> worded(String name, CompletionStage<T> stage) {
        return stage.exceptionallyCompose(failure -> {
            Throwable cause = Answers.cause(failure);
            boolean unknown =
                    cause instanceof RefusedException no && no.refusal().reason() == Reason.NOT_FOUND;
            return CompletableFuture.failedFuture(
                    unknown ? refused(Reason.NOT_FOUND, "Connector " + name + " not found") : cause);
        });
    }
}
