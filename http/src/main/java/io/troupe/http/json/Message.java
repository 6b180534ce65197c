package io.troupe.http.json;

/** Answer of a request that was carried out, in words. */
public record Message(String message) {}
