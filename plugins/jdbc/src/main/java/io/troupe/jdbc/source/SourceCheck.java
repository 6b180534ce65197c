package io.troupe.jdbc.source;

import io.troupe.jdbc.ConnectionSettings;
import io.troupe.jdbc.Database;
import io.troupe.jdbc.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.errors.ConnectException;

/** What settings say together, and whether the database agrees: it is connected to once, and asked for its tables. */
final class SourceCheck {

    private static final List<String> TABLE_LISTS =
            List.of(SourceSettings.TABLE_WHITELIST, SourceSettings.TABLE_BLACKLIST);

    private final Config config;
    private boolean sound = true;

    private SourceCheck(Config config) {
        this.config = config;
    }

    /** Adds errors and recommended values. */
    static void of(Map<String, String> written, Config config) {
        if (config.configValues().stream()
                .allMatch(value -> value.errorMessages().isEmpty())) {
            new SourceCheck(config).check(new SourceSettings(written));
        }
    }

    private void check(SourceSettings settings) {
        together(settings);
        if (sound) {
            atDatabase(settings);
        }
    }

    private void together(SourceSettings settings) {
        Mode mode = settings.mode();
        boolean lists = !settings.getList(SourceSettings.TABLE_WHITELIST).isEmpty()
                || !settings.getList(SourceSettings.TABLE_BLACKLIST).isEmpty();
        if (settings.query() != null && lists) {
            TABLE_LISTS.stream()
                    .filter(name -> !settings.getList(name).isEmpty())
                    .forEach(name -> error(
                            name, "A query is read instead of tables: leave this empty, or " + SourceSettings.QUERY));
        }
        families(settings, lists);
        if (!settings.getList(SourceSettings.TABLE_WHITELIST).isEmpty()
                && !settings.getList(SourceSettings.TABLE_BLACKLIST).isEmpty()) {
            error(SourceSettings.TABLE_BLACKLIST, "Not beside " + SourceSettings.TABLE_WHITELIST);
        }
        if (!settings.getString(SourceSettings.QUERY).isBlank()
                && !settings.getPassword(SourceSettings.QUERY_MASKED).value().isBlank()) {
            error(SourceSettings.QUERY, "Not beside " + SourceSettings.QUERY_MASKED);
        }
        if (mode.usesTimestamps()
                && settings.timestampColumns(null).isEmpty()
                && settings.getList(SourceSettings.TIMESTAMP_MAPPING).isEmpty()) {
            error(
                    SourceSettings.TIMESTAMP_COLUMNS,
                    "The mode " + settings.getString(SourceSettings.MODE) + " needs it");
        }
        if (mode == Mode.INCREMENTING && settings.query() != null && settings.incrementingColumn(null) == null) {
            error(SourceSettings.INCREMENTING_COLUMN, "Of a query it has to be named");
        }
        Long initial = settings.getLong(SourceSettings.TIMESTAMP_INITIAL);
        if (initial != null && initial < -1) {
            error(SourceSettings.TIMESTAMP_INITIAL, "Milliseconds since 1970, or -1 for now");
        }
    }

    /** The two families of lists do not mix. */
    private void families(SourceSettings settings, boolean lists) {
        boolean patterns = !settings.getList(SourceSettings.INCLUDE).isEmpty();
        if (patterns && lists) {
            error(SourceSettings.INCLUDE, "Not beside " + String.join(" or ", TABLE_LISTS));
        }
        if (patterns && settings.query() != null) {
            error(
                    SourceSettings.INCLUDE,
                    "A query is read instead of tables: leave this empty, or " + SourceSettings.QUERY);
        }
        if (!patterns && !settings.getList(SourceSettings.EXCLUDE).isEmpty()) {
            error(SourceSettings.EXCLUDE, "Only beside " + SourceSettings.INCLUDE);
        }
        for (String setting : List.of(SourceSettings.INCLUDE, SourceSettings.EXCLUDE)) {
            settings.getList(setting).forEach(regex -> sound(setting, () -> ColumnMapping.pattern(setting, regex)));
        }
        for (String setting : List.of(SourceSettings.TIMESTAMP_MAPPING, SourceSettings.INCREMENTING_MAPPING)) {
            sound(setting, () -> settings.mapping(setting));
            if (!patterns && !settings.getList(setting).isEmpty()) {
                error(setting, "Only beside " + SourceSettings.INCLUDE);
            }
        }
    }

    private void sound(String setting, Runnable read) {
        try {
            read.run();
        } catch (ConfigException e) {
            error(setting, String.valueOf(e.getMessage()));
        }
    }

    private void atDatabase(SourceSettings settings) {
        try (Database database = Database.open(settings.connection())) {
            TreeSet<String> missing = new TreeSet<>();
            List<TableId> tables = TableSelection.of(settings).in(database, missing);
            if (settings.query() == null) {
                value(SourceSettings.TABLE_WHITELIST)
                        .recommendedValues(List.copyOf(database.tables(null, null, List.of("TABLE")).stream()
                                .map(TableId::qualified)
                                .toList()));
                columns(settings, database, tables);
            }
        } catch (ConnectException e) {
            error(ConnectionSettings.URL, String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            error(SourceSettings.TABLE_WHITELIST, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            error(ConnectionSettings.URL, "No connection: " + e.getMessage());
        }
    }

    private void columns(SourceSettings settings, Database database, List<TableId> tables) throws SQLException {
        for (TableId table : tables) {
            List<String> names =
                    database.columns(table).stream().map(Database.Column::name).toList();
            for (String column :
                    settings.mode().usesTimestamps() ? settings.timestampColumns(table) : List.<String>of()) {
                require(SourceSettings.TIMESTAMP_COLUMNS, column, names, table);
            }
            String number = settings.incrementingColumn(table);
            if (settings.mode().usesNumbers() && number != null) {
                require(SourceSettings.INCREMENTING_COLUMN, number, names, table);
            }
        }
    }

    private void require(String setting, String column, List<String> names, TableId table) {
        if (names.stream().noneMatch(column::equalsIgnoreCase)) {
            error(setting, "Table " + table + " has no column " + column + ", but " + String.join(", ", names));
        }
    }

    private ConfigValue value(String name) {
        return config.configValues().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void error(String name, String text) {
        sound = false;
        value(name).addErrorMessage(text);
    }
}
