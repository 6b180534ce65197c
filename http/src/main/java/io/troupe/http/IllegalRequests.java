package io.troupe.http;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers what is no HTTP, or more of it than is allowed, as other errors are answered. Named in troupe-http.conf. */
public final class IllegalRequests extends ParsingErrorHandler {

    /** A method that nobody knows is one that no path takes. */
    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        return status.intValue() == StatusCodes.NOT_IMPLEMENTED.intValue()
                ? Answers.unrouted(405)
                : Answers.error(status.intValue(), error.summary().isEmpty() ? status.reason() : error.summary());
    }
}
