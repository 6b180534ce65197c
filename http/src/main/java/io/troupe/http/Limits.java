package io.troupe.http;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * What a client may take of a worker; those of a request's head are Pekko HTTP's, in troupe-http.conf.
 *
 * @param bodyBytes of one request
 * @param bodiesBytes of all requests that are being answered
 * @param bodyTimeout for a request's body, from when its head is there
 * @param headTimeout for a request's head, from when a connection is made or free again
 */
record Limits(long bodyBytes, long bodiesBytes, Duration bodyTimeout, Duration headTimeout) {

    /** @param config gives {@code troupe.http} */
    static Limits of(Config config) {
        Config http = config.getConfig("troupe.http");
        return new Limits(
                http.getBytes("max-body"),
                http.getBytes("max-bodies"),
                http.getDuration("body-timeout"),
                http.getDuration("head-timeout"));
    }
}
