package io.troupe.jdbc.source;

import io.troupe.jdbc.TableId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that is read, or the one query.
 *
 * @param table null of a query
 */
record Source(@Nullable TableId table, Mode mode) {

    /** Keys in an order that stored offsets of others have, too, since some stores compare bytes. */
    Map<String, String> partition() {
        if (table == null) {
            return Map.of("query", "query");
        }
        if (mode == Mode.BULK) {
            return Map.of("table", table.name());
        }
        Map<String, String> partition = new LinkedHashMap<>();
        partition.put("protocol", "1");
        partition.put("table", table.qualified());
        return partition;
    }

    /** The newest first: where former versions of such connectors left their offsets. */
    List<Map<String, String>> partitions() {
        return table == null || mode == Mode.BULK
                ? List.of(partition())
                : List.of(partition(), Map.of("table", table.name()));
    }

    String topic(String prefix) {
        return table == null ? prefix : prefix + table.name();
    }

    /** Of the struct; null of a query. */
    @Nullable
    String schemaName() {
        return table == null ? null : table.name();
    }

    @Override
    public String toString() {
        return table == null ? "the query" : "table " + table;
    }
}
