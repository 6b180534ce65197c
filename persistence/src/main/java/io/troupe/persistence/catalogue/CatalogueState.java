package io.troupe.persistence.catalogue;

import io.troupe.persistence.ConnectorId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connectors that exist.
 *
 * @param incarnations name of each connector and the number of its present life
 * @param last the highest incarnation ever given out
 */
public record CatalogueState(Map<String, Long> incarnations, long last) {

    public static final CatalogueState EMPTY = new CatalogueState(Map.of(), 0);

    public CatalogueState {
        incarnations = Collections.unmodifiableMap(incarnations);
    }

    public Optional<ConnectorId> find(String name) {
        return Optional.ofNullable(incarnations.get(name)).map(number -> new ConnectorId(name, number));
    }

    public List<ConnectorId> all() {
        return incarnations.entrySet().stream()
                .map(entry -> new ConnectorId(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The id that a connector of this name gets if it is registered next. */
    public ConnectorId next(String name) {
        return new ConnectorId(name, last + 1);
    }

    CatalogueState with(ConnectorId id) {
        Map<String, Long> more = new HashMap<>(incarnations);
        more.put(id.name(), id.incarnation());
        return new CatalogueState(more, Math.max(last, id.incarnation()));
    }

    CatalogueState without(ConnectorId id) {
        Map<String, Long> fewer = new HashMap<>(incarnations);
        fewer.remove(id.name(), id.incarnation());
        return new CatalogueState(fewer, last);
    }
}
