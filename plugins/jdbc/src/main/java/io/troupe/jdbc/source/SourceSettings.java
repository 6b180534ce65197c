package io.troupe.jdbc.source;

import io.troupe.jdbc.ConnectionSettings;
import io.troupe.jdbc.TableId;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** The settings of the source, under the names that its users write. */
final class SourceSettings extends AbstractConfig {

    static final String MODE = "mode";
    static final String INCREMENTING_COLUMN = "incrementing.column.name";
    static final String TIMESTAMP_COLUMNS = "timestamp.column.name";
    static final String TIMESTAMP_INITIAL = "timestamp.initial";
    static final String TIMESTAMP_DELAY = "timestamp.delay.interval.ms";
    static final String VALIDATE_NON_NULL = "validate.non.null";
    static final String TABLE_WHITELIST = "table.whitelist";
    static final String TABLE_BLACKLIST = "table.blacklist";
    static final String INCLUDE = "table.include.list";
    static final String EXCLUDE = "table.exclude.list";
    static final String TIMESTAMP_MAPPING = "timestamp.columns.mapping";
    static final String INCREMENTING_MAPPING = "incrementing.column.mapping";
    static final String CATALOG = "catalog.pattern";
    static final String SCHEMA = "schema.pattern";
    static final String TABLE_TYPES = "table.types";
    static final String TABLE_POLL = "table.poll.interval.ms";
    static final String QUERY = "query";
    static final String QUERY_MASKED = "query.masked";
    static final String QUERY_SUFFIX = "query.suffix";
    static final String QUERY_RETRIES = "query.retry.attempts";
    static final String POLL = "poll.interval.ms";
    static final String BATCH = "batch.max.rows";
    static final String TOPIC_PREFIX = "topic.prefix";
    static final String TIMEZONE = "db.timezone";
    static final String NUMBERS = "numeric.mapping";
    static final String NUMBERS_OBSOLETE = "numeric.precision.mapping";
    static final String GRANULARITY = "timestamp.granularity";
    static final String ISOLATION = "transaction.isolation.mode";
    /** Of a task: its tables, as {@link #TABLE_WHITELIST} has them. */
    static final String TABLES = "tables";

    static final ConfigDef DEFINITION = definition();

    SourceSettings(Map<String, String> properties) {
        super(DEFINITION, properties, false);
        timezone();
    }

    private static ConfigDef definition() {
        ConfigDef all = ConnectionSettings.define(new ConfigDef());
        tables(all);
        reading(all);
        return all.define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Importance.HIGH,
                        "What the names of topics begin with, before the name of the table; of a query it is the topic.")
                .define(
                        TIMEZONE,
                        ConfigDef.Type.STRING,
                        "UTC",
                        SourceSettings::checkTimezone,
                        Importance.MEDIUM,
                        "The time zone of columns that have none. Of one with summer time the hour that is repeated"
                                + " cannot be told apart, and rows of it may be missed.")
                .define(
                        NUMBERS,
                        ConfigDef.Type.STRING,
                        null,
                        ConfigDef.LambdaValidator.with(
                                (name, value) -> {
                                    if (value != null) {
                                        names(NumericMapping.values()).ensureValid(name, value);
                                    }
                                },
                                () -> names(NumericMapping.values()).toString()),
                        Importance.LOW,
                        "What columns of type NUMERIC become: none (Decimal), precision_only, best_fit or"
                                + " best_fit_eager_double.")
                .define(
                        NUMBERS_OBSOLETE,
                        ConfigDef.Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Obsolete: true is numeric.mapping precision_only.")
                .define(
                        GRANULARITY,
                        ConfigDef.Type.STRING,
                        "connect_logical",
                        names(Granularity.values()),
                        Importance.LOW,
                        "What points in time become.");
    }

    private static void tables(ConfigDef all) {
        all.define(
                        TABLE_WHITELIST,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Tables to read, by their names or qualified names; without it all of them.")
                .define(
                        TABLE_BLACKLIST,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Tables not to read; not beside a whitelist.")
                .define(
                        INCLUDE,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Regular expressions of the qualified names of tables to read; not beside a whitelist or"
                                + " blacklist. What tells new rows of them, the mappings of columns say.")
                .define(
                        EXCLUDE,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Regular expressions of tables not to read of those that " + INCLUDE + " names.")
                .define(
                        TIMESTAMP_MAPPING,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Columns of points in time by table: regex:[column|column].")
                .define(
                        INCREMENTING_MAPPING,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Columns of numbers by table: regex:column.")
                .define(CATALOG, ConfigDef.Type.STRING, null, Importance.LOW, "Catalogue of the tables.")
                .define(
                        SCHEMA,
                        ConfigDef.Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Pattern of the schemas of the tables, with % and _.")
                .define(TABLE_TYPES, ConfigDef.Type.LIST, "TABLE", Importance.LOW, "Types of tables, VIEW for one.")
                .define(
                        TABLE_POLL,
                        ConfigDef.Type.LONG,
                        60_000L,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Milliseconds between two looks for new and dropped tables.");
    }

    private static void reading(ConfigDef all) {
        all.define(
                        MODE,
                        ConfigDef.Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.CaseInsensitiveValidString.in(Mode.settings()),
                        Importance.HIGH,
                        "How new rows are found: bulk reads everything every time; incrementing finds rows with a higher"
                                + " number, not changed ones, nor one whose transaction ends after that of a higher"
                                + " number; timestamp finds rows that are later than the last ones;"
                                + " timestamp+incrementing both.")
                .define(
                        INCREMENTING_COLUMN,
                        ConfigDef.Type.STRING,
                        "",
                        Importance.MEDIUM,
                        "The column of numbers that only grow; empty: the one that the database counts itself.")
                .define(
                        TIMESTAMP_COLUMNS,
                        ConfigDef.Type.LIST,
                        "",
                        Importance.MEDIUM,
                        "Columns of points in time; of a row the first that is not null counts.")
                .define(
                        TIMESTAMP_INITIAL,
                        ConfigDef.Type.LONG,
                        null,
                        Importance.LOW,
                        "Where there is no offset yet: only rows later than this, in milliseconds since 1970; -1: than"
                                + " now. Empty: all rows.")
                .define(
                        TIMESTAMP_DELAY,
                        ConfigDef.Type.LONG,
                        0L,
                        Range.atLeast(0),
                        Importance.HIGH,
                        "Milliseconds that a row has to be old: so long transactions may take that write earlier times.")
                .define(
                        VALIDATE_NON_NULL,
                        ConfigDef.Type.BOOLEAN,
                        true,
                        Importance.LOW,
                        "Whether tables are refused whose column of numbers may be null, or all of whose columns of"
                                + " time.")
                .define(QUERY, ConfigDef.Type.STRING, "", Importance.MEDIUM, "A query to read instead of tables.")
                .define(QUERY_MASKED, ConfigDef.Type.PASSWORD, "", Importance.MEDIUM, "The same, kept secret.")
                .define(QUERY_SUFFIX, ConfigDef.Type.STRING, "", Importance.LOW, "Stands at the end of every query.")
                .define(
                        QUERY_RETRIES,
                        ConfigDef.Type.INT,
                        -1,
                        Range.atLeast(-1),
                        Importance.LOW,
                        "How often a failed query is tried again before the task fails; -1: without end.")
                .define(
                        POLL,
                        ConfigDef.Type.INT,
                        5_000,
                        Range.atLeast(0),
                        Importance.HIGH,
                        "Milliseconds between two beginnings of reading a table.")
                .define(
                        BATCH,
                        ConfigDef.Type.INT,
                        1_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Rows in a batch, and fetched at once.")
                .define(
                        ISOLATION,
                        ConfigDef.Type.STRING,
                        "DEFAULT",
                        ConfigDef.CaseInsensitiveValidString.in(Isolation.names()),
                        Importance.LOW,
                        "Isolation of the transactions that read.");
    }

    private static ConfigDef.Validator names(Enum<?>... values) {
        String[] names = new String[values.length];
        for (int at = 0; at < values.length; at++) {
            names[at] = values[at].name().toLowerCase(Locale.ROOT);
        }
        return ConfigDef.CaseInsensitiveValidString.in(names);
    }

    private static void checkTimezone(String name, Object value) {
        try {
            ZoneId.of((String) value);
        } catch (DateTimeException e) {
            throw new ConfigException(name, value, "not a time zone");
        }
    }

    Mode mode() {
        return Mode.of(getString(MODE));
    }

    TimeZone timezone() {
        return TimeZone.getTimeZone(ZoneId.of(getString(TIMEZONE)));
    }

    ConnectionSettings connection() {
        return ConnectionSettings.of(this);
    }

    /** Null when tables are read. */
    @Nullable
    String query() {
        Password masked = getPassword(QUERY_MASKED);
        String query = masked.value().isBlank() ? getString(QUERY) : masked.value();
        return query.isBlank() ? null : query.strip();
    }

    /**
     * Null for the one that the database counts.
     *
     * @param table null for the query
     */
    @Nullable
    String incrementingColumn(@Nullable TableId table) {
        List<String> mapped =
                table == null ? List.of() : mapping(INCREMENTING_MAPPING).of(table);
        String column = mapped.isEmpty() ? getString(INCREMENTING_COLUMN).strip() : mapped.get(0);
        return column.isEmpty() ? null : column;
    }

    /** @param table null for the query */
    List<String> timestampColumns(@Nullable TableId table) {
        List<String> mapped =
                table == null ? List.of() : mapping(TIMESTAMP_MAPPING).of(table);
        List<String> columns = mapped.isEmpty() ? getList(TIMESTAMP_COLUMNS) : mapped;
        return columns.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    /** @throws ConfigException when an entry is malformed */
    ColumnMapping mapping(String setting) {
        return ColumnMapping.of(setting, getList(setting));
    }

    Conversion conversion() {
        String numbers = getString(NUMBERS);
        NumericMapping mapping = numbers != null
                ? NumericMapping.of(numbers)
                : getBoolean(NUMBERS_OBSOLETE) ? NumericMapping.PRECISION_ONLY : NumericMapping.NONE;
        return new Conversion(mapping, Granularity.of(getString(GRANULARITY)), timezone());
    }
}
