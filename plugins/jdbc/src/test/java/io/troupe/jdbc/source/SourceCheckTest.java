package io.troupe.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceCheckTest {

    private static final String URL = "jdbc:h2:mem:check;DB_CLOSE_DELAY=-1";

    private Connection own;

    @BeforeEach
    void open() throws SQLException {
        own = DriverManager.getConnection(URL);
        try (Statement statement = own.createStatement()) {
            statement.execute("create table orders (id int auto_increment, at timestamp not null)");
            statement.execute("create table visits (id int auto_increment, at timestamp not null)");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        try (Statement statement = own.createStatement()) {
            statement.execute("shutdown");
        }
    }

    private static Map<String, ConfigValue> validated(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("connection.url", URL, "mode", "bulk", "topic.prefix", "t."));
        for (String each : settings) {
            int equals = each.indexOf('=');
            all.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return new JdbcSourceConnector()
                .validate(all).configValues().stream().collect(Collectors.toMap(ConfigValue::name, it -> it));
    }

    private static Map<String, List<String>> errors(String... settings) {
        return validated(settings).values().stream()
                .filter(it -> !it.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    @Test
    void whatIsRightPassesAndTablesAreRecommended() {
        assertThat(errors()).isEmpty();
        assertThat(validated().get("table.whitelist"))
                .extracting(ConfigValue::recommendedValues)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactly("PUBLIC.ORDERS", "PUBLIC.VISITS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mode=fast | mode | fast",
                "mode=timestamp | timestamp.column.name | needs it",
                "mode=timestamp;timestamp.column.name=AT,NONE | timestamp.column.name | has no column NONE, but ID, AT",
                "mode=incrementing;incrementing.column.name=NR | incrementing.column.name | has no column NR",
                "mode=incrementing;query=select 1 | incrementing.column.name | has to be named",
                "table.whitelist=ORDERS;table.blacklist=VISITS | table.blacklist | table.whitelist",
                "table.whitelist=ORDERS;query=select 1 | table.whitelist | instead of tables",
                "query=select 1;query.masked=select 1 | query | query.masked",
                "table.whitelist=ORDERS;table.include.list=.* | table.include.list | table.whitelist",
                "table.exclude.list=.* | table.exclude.list | Only beside table.include.list",
                "table.include.list=*x | table.include.list | not a regular expression",
                "table.include.list=.*;timestamp.columns.mapping=x | timestamp.columns.mapping | regex:",
                "incrementing.column.mapping=.*:ID | incrementing.column.mapping | Only beside",
                "timestamp.initial=-2 | timestamp.initial | -1 for now",
                "db.timezone=Mars | db.timezone | not a time zone",
                "numeric.mapping=best | numeric.mapping | BEST_FIT",
                "batch.max.rows=0 | batch.max.rows | at least 1",
                "connection.url=jdbc:postgresql://127.0.0.1:1/x | connection.url | No connection",
                "connection.url=jdbc:none:x | connection.url | No connection",
                "connection.url=jdbc:h2:mem:check;connection.INIT=select 1 | connection.url | INIT"
            })
    void whatIsWrongIsSaidWhereItIsWrong(String settings, String where, String words) {
        Map<String, List<String>> errors = errors(settings.split(";", -1));

        assertThat(errors).containsOnlyKeys(where);
        assertThat(String.join(" ", errors.get(where))).contains(words);
    }

    @Test
    void regularExpressionsChooseTablesAndTheirColumns() throws Exception {
        try (Statement statement = own.createStatement()) {
            statement.execute("insert into orders (at) values ('2020-01-01 00:00:01')");
            statement.execute("insert into visits (at) values ('2020-01-01 00:00:01')");
        }
        Map<String, String> settings = Map.of(
                "connection.url", URL,
                "mode", "timestamp+incrementing",
                "table.include.list", "PUBLIC\\..*",
                "table.exclude.list", ".*VISITS",
                "timestamp.columns.mapping", ".*ORDERS:[AT]",
                "incrementing.column.mapping", ".*ORDERS:ID");
        try (SourceRun run = new SourceRun(settings).start()) {
            assertThat(run.take(1).get(0).topic()).isEqualTo("t.ORDERS");
            assertThat(run.rest()).isEmpty();
        }
    }
}
