package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.persistence.connector.TargetState;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /connectors}.
 *
 * @param initialState RUNNING (or absent), PAUSED or STOPPED, in any case
 */
public record CreateConnectorRequest(
        @Nullable String name,
        @Nullable Map<String, @Nullable String> config,
        @JsonProperty("initial_state") @Nullable InitialState initialState) {

    /** What the connector begins as. */
    public enum InitialState {
        RUNNING,
        PAUSED,
        STOPPED;

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static InitialState of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public TargetState target() {
        return initialState == InitialState.PAUSED
                ? TargetState.PAUSED
                : initialState == InitialState.STOPPED ? TargetState.STOPPED : TargetState.STARTED;
    }
}
