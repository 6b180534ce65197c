package io.troupe.http;

import java.util.List;

/** A part of the REST API: its endpoints, one a line. */
public interface Routes {

    List<Endpoint> endpoints();

    /** Whether it belongs to {@code admin.listeners}, where those are set. */
    default boolean admin() {
        return false;
    }
}
