package io.troupe.persistence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A connector and which of its lives is meant: a name can be deleted and used again, an incarnation never is.
 *
 * @param incarnation counted over the whole cluster, so that later lives have higher numbers
 */
public record ConnectorId(String name, long incarnation) {

    /** Reads what {@link #toString()} wrote. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ConnectorId parse(String text) {
        int at = text.lastIndexOf('@');
        return new ConnectorId(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
    }

    @JsonValue
    @Override
    public String toString() {
        return name + "@" + incarnation;
    }
}
