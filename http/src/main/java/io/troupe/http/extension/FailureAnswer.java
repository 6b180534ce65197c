package io.troupe.http.extension;

import io.troupe.http.json.ErrorMessage;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure in an extension looks like to the one who asked: as every other error. */
final class FailureAnswer implements ExceptionMapper<Throwable> {

    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswer.class);

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException asked) {
            Response answer = asked.getResponse();
            return answer.hasEntity() ? answer : error(answer.getStatus(), String.valueOf(asked.getMessage()));
        }
        LOG.error("A REST extension failed", failure);
        return error(500, Objects.requireNonNullElse(failure.getMessage(), failure.toString()));
    }

    private static Response error(int status, String message) {
        return Response.status(status)
                .entity(new ErrorMessage(status, message))
                .type(MediaType.APPLICATION_JSON)
                .build();
    }
}
