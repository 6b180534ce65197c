package io.troupe.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.RefusedException;
import io.troupe.cluster.connector.PluginTimeout;
import io.troupe.http.json.ErrorMessage;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.IllegalUriException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How answers look: JSON, nothing, or an error. */
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** In seconds. */
    private static final HttpHeader RETRY_AFTER = RawHeader.create("Retry-After", "5");

    private Answers() {}

    static HttpResponse json(int status, Object body) {
        return with(status, body, ContentTypes.APPLICATION_JSON);
    }

    static HttpResponse empty(int status) {
        return HttpResponse.create().withStatus(StatusCodes.get(status));
    }

    static HttpResponse error(int status, String message) {
        return json(status, new ErrorMessage(status, message));
    }

    /** Of a request that no endpoint takes; such errors carry no content type: contract/behaviours.md, section 17. */
    static HttpResponse unrouted(int status) {
        String message = "HTTP " + status + " " + StatusCodes.get(status).reason();
        return with(status, new ErrorMessage(status, message), ContentTypes.NO_CONTENT_TYPE);
    }

    /** The one place where failures become statuses. */
    static HttpResponse failure(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof RefusedException refused) {
            Refusal refusal = refused.refusal();
            HttpResponse answer = error(status(refusal.reason()), refusal.text());
            return refusal.reason() == Refusal.Reason.UNAVAILABLE ? answer.addHeader(RETRY_AFTER) : answer;
        }
        if (cause instanceof StreamConstraintsException excessive) {
            return error(400, "The request's JSON goes beyond a limit: " + excessive.getOriginalMessage());
        }
        if (cause instanceof IllegalUriException illegal) {
            return error(400, String.valueOf(illegal.getMessage()));
        }
        if (cause instanceof JsonProcessingException malformed) {
            return error(500, String.valueOf(malformed.getMessage()));
        }
        if (cause instanceof PluginTimeout) {
            return error(500, String.valueOf(cause.getMessage()));
        }
        if (cause instanceof TimeoutException) {
            return error(
                    500,
                    "Request timed out. The cluster did not answer in time; it may be starting or short of "
                            + "nodes, or its database may be away. Try again.");
        }
        if (cause instanceof RejectedExecutionException) {
            return error(503, "More requests wait for the worker's REST extensions than it can hold; try again later.");
        }
        LOG.error("A request failed", cause);
        return error(500, Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
    }

    /** What made a stage fail, without the wrapping that stages put around it. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static int status(Refusal.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS -> 409;
            case INVALID, UNRESOLVED -> 400;
            case TOO_LARGE -> 413;
            case FAILED -> 500;
            case TIMED_OUT, UNAVAILABLE -> 503;
        };
    }

    private static HttpResponse with(int status, Object body, ContentType type) {
        try {
            return empty(status).withEntity(HttpEntities.create(type, Json.MAPPER.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written as JSON", e);
        }
    }
}
