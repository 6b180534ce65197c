package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Body of every error. */
public record ErrorMessage(@JsonProperty("error_code") int errorCode, String message) {}
