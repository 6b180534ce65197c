package io.troupe.persistence.catalogue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.persistence.ConnectorId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The connectors that exist.
 *
 * @param incarnations name of each connector and the number of its present life
 * @param last the highest incarnation ever given out
 * @param configured the present lives that are known to have been configured; what was stored before this was recorded
 *     has none
 */
public record CatalogueState(
        Map<String, Long> incarnations,
        long last,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<Long> configured) {

    public static final CatalogueState EMPTY = new CatalogueState(Map.of(), 0, Set.of());

    public CatalogueState {
        incarnations = Collections.unmodifiableMap(incarnations);
        configured = Collections.unmodifiableSet(configured);
    }

    @JsonCreator
    static CatalogueState stored(
            @JsonProperty("incarnations") Map<String, Long> incarnations,
            @JsonProperty("last") long last,
            @JsonProperty("configured") @Nullable Set<Long> configured) {
        return new CatalogueState(incarnations, last, configured == null ? Set.of() : configured);
    }

    public Optional<ConnectorId> find(String name) {
        return Optional.ofNullable(incarnations.get(name)).map(number -> new ConnectorId(name, number));
    }

    public List<ConnectorId> all() {
        return incarnations.entrySet().stream()
                .map(entry -> new ConnectorId(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Whether this life is the name's present one, and was configured. */
    public boolean knowsAsConfigured(ConnectorId id) {
        return configured.contains(id.incarnation()) && holds(id);
    }

    /** Whether this life is the name's present one. */
    public boolean holds(ConnectorId id) {
        return find(id.name()).filter(id::equals).isPresent();
    }

    /** The id that a connector of this name gets if it is registered next. */
    public ConnectorId next(String name) {
        return new ConnectorId(name, last + 1);
    }

    CatalogueState with(ConnectorId id) {
        Map<String, Long> more = new HashMap<>(incarnations);
        more.put(id.name(), id.incarnation());
        return new CatalogueState(more, Math.max(last, id.incarnation()), configured);
    }

    CatalogueState confirmed(ConnectorId id) {
        Set<Long> more = new TreeSet<>(configured);
        more.add(id.incarnation());
        return new CatalogueState(incarnations, last, more);
    }

    CatalogueState without(ConnectorId id) {
        Map<String, Long> fewer = new HashMap<>(incarnations);
        Set<Long> left = new TreeSet<>(configured);
        if (fewer.remove(id.name(), id.incarnation())) {
            left.remove(id.incarnation());
        }
        return new CatalogueState(fewer, last, left);
    }
}
