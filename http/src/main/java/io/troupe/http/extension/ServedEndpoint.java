package io.troupe.http.extension;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.AttributeKey;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** The worker's own endpoints as a JAX-RS resource: what the filters made of a request goes on to the worker. */
public final class ServedEndpoint {

    /** Name of the user that a filter has authenticated. */
    public static final AttributeKey<String> PRINCIPAL = AttributeKey.create("principal", String.class);

    static final Method ANSWER = answerMethod();

    private final Executor threads;

    /** @param threads where the filters of answers may block */
    ServedEndpoint(Executor threads) {
        this.threads = threads;
    }

    /** Called by the JAX-RS application. */
    public CompletionStage<Response> answer(@Context ContainerRequestContext context) throws IOException {
        InFlight request = (InFlight) context.getProperty(InFlight.PROPERTY);
        return request.worker()
                .apply(filtered(request.original(), context))
                .thenApplyAsync(ServedEndpoint::response, threads);
    }

    private static HttpRequest filtered(HttpRequest original, ContainerRequestContext context) throws IOException {
        HttpRequest filtered = original.withHeaders(headers(context.getHeaders()));
        if (context.hasEntity()) {
            filtered = filtered.withEntity(
                    original.entity().getContentType(),
                    context.getEntityStream().readAllBytes());
        }
        Principal principal = context.getSecurityContext().getUserPrincipal();
        return principal == null ? filtered : filtered.addAttribute(PRINCIPAL, principal.getName());
    }

    private static List<HttpHeader> headers(Map<String, List<String>> headers) {
        List<HttpHeader> parsed = new ArrayList<>();
        headers.forEach((name, values) -> {
            if (!AnswerWriter.OF_THE_BODY.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> parsed.add(HttpHeader.parse(name, value)));
            }
        });
        return parsed;
    }

    private static Response response(HttpResponse answer) {
        Response.ResponseBuilder response = Response.status(answer.status().intValue());
        answer.getHeaders().forEach(header -> response.header(header.name(), header.value()));
        if (answer.entity() instanceof HttpEntity.Strict entity) {
            if (!entity.isKnownEmpty()) {
                response.entity(entity.getData().toArrayUnsafe())
                        .type(entity.getContentType().toString());
            }
            return response.build();
        }
        throw new IllegalStateException("An endpoint answered with a stream; filters see whole answers");
    }

    private static Method answerMethod() {
        try {
            return ServedEndpoint.class.getMethod("answer", ContainerRequestContext.class);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
