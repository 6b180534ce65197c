package io.troupe.jdbc.source;

import io.troupe.jdbc.TableId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;

/** Which columns tell new rows, table by table: entries {@code regex:column} or {@code regex:[column|column]}. */
record ColumnMapping(String setting, List<Entry> entries) {

    private record Entry(Pattern tables, List<String> columns) {}

    /** @throws ConfigException when an entry is malformed; the message names it */
    static ColumnMapping of(String setting, List<String> written) {
        List<Entry> entries = new ArrayList<>();
        for (String entry : written) {
            int colon = entry.lastIndexOf(':');
            if (colon < 1 || colon == entry.length() - 1) {
                throw new ConfigException(setting, entry, "not of the form regex:column or regex:[column|column]");
            }
            entries.add(new Entry(pattern(setting, entry.substring(0, colon)), columns(entry.substring(colon + 1))));
        }
        return new ColumnMapping(setting, entries);
    }

    static Pattern pattern(String setting, String regex) {
        try {
            return Pattern.compile(regex.strip());
        } catch (PatternSyntaxException e) {
            throw new ConfigException(setting, regex, "not a regular expression: " + e.getDescription());
        }
    }

    private static List<String> columns(String written) {
        String inner = written.strip();
        if (inner.startsWith("[") && inner.endsWith("]")) {
            inner = inner.substring(1, inner.length() - 1);
        }
        List<String> columns = new ArrayList<>();
        for (String column : inner.split("\\|", -1)) {
            columns.add(column.strip());
        }
        return columns;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /**
     * None for a table that no entry is for.
     *
     * @throws ConfigException when several are
     */
    List<String> of(TableId table) {
        List<Entry> matching = entries.stream()
                .filter(entry -> entry.tables().matcher(table.qualified()).matches())
                .toList();
        if (matching.size() > 1) {
            throw new ConfigException("Several entries of " + setting + " are for the table " + table);
        }
        return matching.isEmpty() ? List.of() : matching.get(0).columns();
    }
}
