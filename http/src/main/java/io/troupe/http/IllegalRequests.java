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

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
        int code = status.intValue();
        // A method that nobody knows is one that no path takes.
        if (code == StatusCodes.NOT_IMPLEMENTED.intValue()) {
            return Answers.unrouted(405);
        }
        String text = error.summary().isEmpty() ? status.reason() : error.summary();
        boolean tooMuch = code == 400 && text.contains("configured limit");
        return Answers.error(tooMuch ? 431 : code, text);
    }
}
