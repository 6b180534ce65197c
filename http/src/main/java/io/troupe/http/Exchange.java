package io.troupe.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.troupe.http.extension.ServedEndpoint;
import io.troupe.persistence.Caller;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** A request as an endpoint sees it: its body is here, whole and bounded. */
public final class Exchange {

    private final HttpRequest request;
    private final Map<String, String> variables;
    private final ByteString body;

    Exchange(HttpRequest request, Map<String, String> variables, ByteString body) {
        this.request = request;
        this.variables = variables;
        this.body = body;
    }

    /** @param name of a variable in the endpoint's path */
    String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /** Every value of a query parameter. */
    List<String> query(String name) {
        return List.copyOf(request.getUri().query().toMultiMap().getOrDefault(name, List.of()));
    }

    Optional<String> header(String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    /** True for {@code true} in any case; everything else is false, as in the reference. */
    boolean flag(String name) {
        return query(name).stream().findFirst().map(Boolean::parseBoolean).orElse(false);
    }

    ByteString body() {
        return body;
    }

    /**
     * Null when the body is empty or JSON's null.
     *
     * @throws io.troupe.cluster.RefusedException when the body is no text
     */
    <T> @Nullable T json(TypeReference<T> type) throws JsonProcessingException {
        return body.isEmpty() ? null : Json.read(body.toArray(), type);
    }

    /** Whoever a REST extension has found the user to be, else anonymous. */
    Caller caller() {
        String address = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(RemoteAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .orElse("");
        String principal = request.getAttribute(ServedEndpoint.PRINCIPAL).orElse("anonymous");
        return new Caller(principal, address, "rest", UUID.randomUUID().toString());
    }
}
