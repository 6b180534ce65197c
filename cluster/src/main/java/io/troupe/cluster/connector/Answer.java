package io.troupe.cluster.connector;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.Wire;
import io.troupe.persistence.connector.ConnectorState;

/** What a connector's entity answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.Told.class, name = "told"),
    @JsonSubTypes.Type(value = Answer.Overtaken.class, name = "overtaken"),
    @JsonSubTypes.Type(value = Answer.Gone.class, name = "gone"),
    @JsonSubTypes.Type(value = Answer.Refused.class, name = "refused")
})
public sealed interface Answer extends Wire {

    /** The connector as it is now. */
    record Told(ConnectorState state) implements Answer {}

    /** Somebody else was faster: the connector is not what the request was based on, but this. */
    record Overtaken(ConnectorState state) implements Answer {}

    /** This incarnation is not alive: never configured, or deleted. */
    record Gone(boolean deleted) implements Answer {}

    record Refused(Refusal refusal) implements Answer {}
}
