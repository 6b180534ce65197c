package io.troupe.persistence;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** One task of one life of a connector; tasks are numbered from 0. */
public record TaskId(ConnectorId connector, int number) {

    /** Reads what {@link #toString()} wrote. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TaskId parse(String text) {
        int hash = text.lastIndexOf('#');
        return new TaskId(ConnectorId.parse(text.substring(0, hash)), Integer.parseInt(text.substring(hash + 1)));
    }

    /** The name by which Kafka Connect's logs, clients and metrics know the task. */
    public String label() {
        return connector.name() + "-" + number;
    }

    @JsonValue
    @Override
    public String toString() {
        return connector + "#" + number;
    }
}
