package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.cluster.logger.LoggerLevel;
import org.jspecify.annotations.Nullable;

/** A logger's level as {@code /admin/loggers} shows it. */
public record LoggerInfo(
        String level,
        @JsonProperty("last_modified") @Nullable Long lastModified) {

    public static LoggerInfo of(LoggerLevel level) {
        return new LoggerInfo(level.level(), level.lastModified());
    }
}
