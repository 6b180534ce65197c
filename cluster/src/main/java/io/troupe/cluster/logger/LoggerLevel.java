package io.troupe.cluster.logger;

import org.jspecify.annotations.Nullable;

/**
 * What a logger lets through.
 *
 * @param level in capitals
 * @param lastModified in milliseconds since 1970; null when it was never set here
 */
public record LoggerLevel(String level, @Nullable Long lastModified) {}
