package io.troupe.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What stands between a port and the endpoints: a request goes in, an answer comes out. One gate can stand around another. */
@FunctionalInterface
interface Gate {

    CompletionStage<HttpResponse> answer(HttpRequest request);
}
