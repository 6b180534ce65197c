package io.troupe.jdbc.source;

import io.troupe.jdbc.Database;
import io.troupe.jdbc.TableId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Which tables of a database are read. */
record TableSelection(
        List<String> wanted,
        List<String> unwanted,
        List<Pattern> included,
        List<Pattern> excluded,
        @Nullable String catalog,
        @Nullable String schema,
        List<String> types) {

    static TableSelection of(SourceSettings settings) {
        return new TableSelection(
                settings.getList(SourceSettings.TABLE_WHITELIST),
                settings.getList(SourceSettings.TABLE_BLACKLIST),
                patterns(settings, SourceSettings.INCLUDE),
                patterns(settings, SourceSettings.EXCLUDE),
                settings.getString(SourceSettings.CATALOG),
                settings.getString(SourceSettings.SCHEMA),
                settings.getList(SourceSettings.TABLE_TYPES));
    }

    private static List<Pattern> patterns(SourceSettings settings, String setting) {
        return settings.getList(setting).stream()
                .map(regex -> ColumnMapping.pattern(setting, regex))
                .toList();
    }

    private static boolean any(List<Pattern> patterns, TableId table) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.matcher(table.qualified()).matches());
    }

    /**
     * Those that are there now.
     *
     * @param missing is told which ones of the list are not
     * @throws ConfigException when two tables have one name in different schemas, and so one topic
     */
    List<TableId> in(Database database, Set<String> missing) throws SQLException {
        List<TableId> all = database.tables(catalog, schema, types);
        boolean folds = database.folds();
        List<TableId> chosen = new ArrayList<>();
        for (TableId table : all) {
            boolean listed = wanted.isEmpty() || wanted.stream().anyMatch(name -> table.isMeantBy(name, folds));
            boolean matches = included.isEmpty() || (any(included, table) && !any(excluded, table));
            if (listed && matches && unwanted.stream().noneMatch(name -> table.isMeantBy(name, folds))) {
                chosen.add(table);
            }
        }
        Set<String> absent = new HashSet<>(wanted);
        absent.removeIf(name -> chosen.stream().anyMatch(table -> table.isMeantBy(name, folds)));
        missing.addAll(absent);
        refuseNamesakes(chosen);
        return chosen;
    }

    private static void refuseNamesakes(List<TableId> tables) {
        Map<String, TableId> byName = new HashMap<>();
        for (TableId table : tables) {
            TableId other = byName.putIfAbsent(table.name(), table);
            if (other != null) {
                throw new ConfigException(
                        "The tables " + other + " and " + table + " would write to one topic: name one of them in "
                                + SourceSettings.TABLE_WHITELIST + ", or its schema in " + SourceSettings.SCHEMA);
            }
        }
    }
}
