package io.troupe.http.extension;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * A request on its way through the filters.
 *
 * @param original as it came
 * @param worker answers it if it is for one of the worker's endpoints
 */
record InFlight(HttpRequest original, Function<HttpRequest, CompletionStage<HttpResponse>> worker) {

    /** Under this name the JAX-RS request carries it. */
    static final String PROPERTY = InFlight.class.getName();
}
