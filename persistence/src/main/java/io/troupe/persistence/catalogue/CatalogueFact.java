package io.troupe.persistence.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import java.time.Instant;

/** What happened to the list of connectors. The names in {@code @Type} are stored: they never change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CatalogueFact.Registered.class, name = "registered"),
    @JsonSubTypes.Type(value = CatalogueFact.Confirmed.class, name = "confirmed"),
    @JsonSubTypes.Type(value = CatalogueFact.Removed.class, name = "removed")
})
public sealed interface CatalogueFact {

    CatalogueState applyTo(CatalogueState state);

    record Registered(ConnectorId id, Instant at, Caller by) implements CatalogueFact {
        @Override
        public CatalogueState applyTo(CatalogueState state) {
            return state.with(id);
        }
    }

    /** The connector was configured: from now on its own journal has to know it. */
    record Confirmed(ConnectorId id, Instant at) implements CatalogueFact {
        @Override
        public CatalogueState applyTo(CatalogueState state) {
            return state.confirmed(id);
        }
    }

    record Removed(ConnectorId id, Instant at, Caller by) implements CatalogueFact {
        @Override
        public CatalogueState applyTo(CatalogueState state) {
            return state.without(id);
        }
    }
}
