package io.troupe.http.json;

/** Answer of {@code GET /health}. */
public record Health(String status, String message) {}
