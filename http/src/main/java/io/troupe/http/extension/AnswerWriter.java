package io.troupe.http.extension;

import io.troupe.http.json.ErrorMessage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.internal.JerseyRequestTimeoutHandler;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;

/** Takes what the JAX-RS application answers; the answer goes out once it is whole. */
final class AnswerWriter implements ContainerResponseWriter {

    /** Headers that an entity has for itself. */
    static final Set<String> OF_THE_BODY = Set.of("content-type", "content-length", "transfer-encoding");

    private final CompletableFuture<HttpResponse> answer;
    private final JerseyRequestTimeoutHandler timeouts;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable ContainerResponse head;

    /** @param timer ends what an extension has suspended for a time */
    AnswerWriter(CompletableFuture<HttpResponse> answer, ScheduledExecutorService timer) {
        this.answer = answer;
        this.timeouts = new JerseyRequestTimeoutHandler(this, timer);
    }

    @Override
    public OutputStream writeResponseStatusAndHeaders(long length, ContainerResponse response) {
        head = response;
        return body;
    }

    @Override
    public boolean suspend(long timeout, TimeUnit unit, TimeoutHandler handler) {
        return timeouts.suspend(timeout, unit, handler);
    }

    @Override
    public void setSuspendTimeout(long timeout, TimeUnit unit) {
        timeouts.setSuspendTimeout(timeout, unit);
    }

    @Override
    public void commit() {
        timeouts.close();
        ContainerResponse response = head;
        if (response == null) {
            answer.completeExceptionally(new IllegalStateException("A REST extension gave no answer"));
        } else {
            answer.complete(whole(response));
        }
    }

    private HttpResponse whole(ContainerResponse response) {
        HttpResponse whole = HttpResponse.create().withStatus(StatusCodes.get(response.getStatus()));
        for (var header : response.getStringHeaders().entrySet()) {
            if (!OF_THE_BODY.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                for (String value : header.getValue()) {
                    whole = whole.addHeader(RawHeader.create(header.getKey(), value));
                }
            }
        }
        return body.size() == 0
                ? whole
                : whole.withEntity(HttpEntities.create(contentType(response), body.toByteArray()));
    }

    /** Errors of requests that nothing takes carry none: contract/behaviours.md, section 17. */
    private static ContentType contentType(ContainerResponse response) {
        boolean unrouted = response.getEntity() instanceof ErrorMessage
                && response.getRequestContext().getUriInfo().getMatchedResourceMethod() == null;
        String type =
                response.getMediaType() == null ? null : response.getMediaType().toString();
        return unrouted || type == null ? ContentTypes.NO_CONTENT_TYPE : ContentTypes.parse(type);
    }

    @Override
    public void failure(Throwable failure) {
        timeouts.close();
        answer.completeExceptionally(failure);
    }

    @Override
    public boolean enableResponseBuffering() {
        return true;
    }
}
