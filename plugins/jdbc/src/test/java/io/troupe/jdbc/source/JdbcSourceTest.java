package io.troupe.jdbc.source;

import static io.troupe.jdbc.source.SourceRun.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("JavaUtilDate") // it is what Connect's logical types are
class JdbcSourceTest {

    private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;TIME ZONE=UTC";
    private Connection own;

    @BeforeEach
    void open() throws SQLException {
        own = DriverManager.getConnection(url);
    }

    @AfterEach
    void drop() throws SQLException {
        sql("shutdown");
    }

    private void sql(String... statements) throws SQLException {
        try (Statement statement = own.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private SourceRun source(String mode, String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("connection.url", url, "mode", mode));
        for (int at = 0; at < more.length; at += 2) {
            settings.put(more[at], more[at + 1]);
        }
        return new SourceRun(settings);
    }

    private static SourceRun timed(JdbcSourceTest test, String... more) {
        String[] all = new String[more.length + 4];
        System.arraycopy(more, 0, all, 0, more.length);
        all[more.length] = "timestamp.column.name";
        all[more.length + 1] = "AT";
        all[more.length + 2] = "validate.non.null";
        all[more.length + 3] = "false";
        return test.source("timestamp", all);
    }

    private static Struct value(SourceRecord record) {
        return (Struct) record.value();
    }

    @Test
    void theClassicLoginTable() throws Exception {
        sql(
                "create table \"login\" (\"username\" varchar(30), \"login_time\" timestamp)",
                "insert into \"login\" values ('ann', '2026-01-02 03:04:05'), ('bob', '2026-01-02 03:04:06')");
        try (SourceRun run = source(
                        "timestamp",
                        "table.whitelist",
                        "login",
                        "validate.non.null",
                        "false",
                        "timestamp.column.name",
                        "login_time",
                        "topic.prefix",
                        "mysql.")
                .start()) {
            List<SourceRecord> records = run.take(2);

            SourceRecord first = records.get(0);
            assertThat(first.topic()).isEqualTo("mysql.login");
            assertThat(first.key()).isNull();
            assertThat(first.valueSchema().name()).isEqualTo("login");
            assertThat(first.valueSchema().field("username").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
            assertThat(first.valueSchema().field("login_time").schema())
                    .isEqualTo(Timestamp.builder().optional().build());
            assertThat(value(first).get("login_time")).isEqualTo(new java.util.Date(1767323045000L));
            assertThat(first.sourcePartition()).isEqualTo(Map.of("protocol", "1", "table", "PUBLIC.login"));
            assertThat(first.sourceOffset()).isEqualTo(Map.of("timestamp", 1767323045000L, "timestamp_nanos", 0L));

            sql("insert into \"login\" values ('cat', current_timestamp)");
            assertThat(values(run.take(1), "username")).containsExactly("cat");
        }
    }

    @Test
    void rowsOfOneTimeAreNotLostWhenTheTaskEndsAmidThem() throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a values (1, '2020-01-01 00:00:01'), (2, '2020-01-01 00:00:02'),"
                        + " (3, '2020-01-01 00:00:02'), (4, '2020-01-01 00:00:03')");
        SourceRun run = timed(this).start();
        List<SourceRecord> all = run.take(4);
        List<Object> times = all.stream()
                .map(record -> (Object) record.sourceOffset().get("timestamp"))
                .toList();
        assertThat(times).containsExactly(1577836801000L, 1577836801000L, 1577836802000L, 1577836803000L);
        run.stop();

        SourceRun broken = timed(this).start();
        broken.take(2);
        broken.stop();
        SourceRun again = timed(this);
        again.offsets.putAll(broken.offsets);
        assertThat(values(again.start().take(3), "ID")).containsExactly(2, 3, 4);
        again.stop();
    }

    @Test
    void theFirstRowsOfOneTimeHaveNoOffset() throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a values (1, '2020-01-01 00:00:01'), (2, '2020-01-01 00:00:01')");
        try (SourceRun run = timed(this).start()) {
            List<SourceRecord> both = run.take(2);
            assertThat(both.get(0).sourceOffset()).isNull();
            assertThat(both.get(1).sourceOffset().get("timestamp")).isEqualTo(1577836801000L);
        }
    }

    @Test
    void batchesMayEndAnywhere() throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a select x, timestampadd(second, x / 3, timestamp '2020-01-01 00:00:00')"
                        + " from system_range(1, 100)");
        for (String rows : List.of("1", "2", "7", "100", "1000")) {
            try (SourceRun run = timed(this, "batch.max.rows", rows).start()) {
                assertThat(values(run.take(100), "ID")).doesNotHaveDuplicates().hasSize(100);
                assertThat(run.rest()).isEmpty();
            }
        }
    }

    @Test
    void aTableIsReadToItsEndBeforeAnotherOneAndBeforeItIsDueAgain() throws Exception {
        sql(
                "create table a (id int auto_increment, v int)",
                "create table b (id int auto_increment, v int)",
                "insert into a (v) select x from system_range(1, 50)",
                "insert into b (v) select x from system_range(1, 50)");
        try (SourceRun run = source("incrementing", "batch.max.rows", "7", "poll.interval.ms", "3600000")
                .start()) {
            List<String> topics =
                    run.take(100).stream().map(SourceRecord::topic).toList();
            assertThat(topics.subList(0, 50)).containsOnly(topics.get(0));
            assertThat(topics.subList(50, 100)).containsOnly(topics.get(99));
        }
    }

    @Test
    void microsecondsDoNotRepeat() throws Exception {
        sql("create table a (id int, at timestamp(9))", "insert into a values (1, '2016-03-19 05:00:02.856665123')");
        try (SourceRun run = timed(this).start()) {
            run.take(1);
            assertThat(run.rest()).isEmpty();
        }
    }

    @Test
    void rowsOf1970AndBeforeAreRead() throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a values (1, '1900-01-01 00:00:00'), (2, '1970-01-01 00:00:00')");
        try (SourceRun run = timed(this).start()) {
            assertThat(values(run.take(2), "ID")).containsExactly(1, 2);
        }
    }

    @Test
    void rowsAheadOfTheClockComeWhenItPassesThem() throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a values (1, timestampadd(second, 2, current_timestamp)), (2, '2020-01-01 00:00:00')");
        try (SourceRun run = timed(this).start()) {
            assertThat(values(run.take(1), "ID")).containsExactly(2);
            assertThat(values(run.take(1), "ID")).containsExactly(1);
        }
    }

    @Test
    void aDelayHoldsRowsBack() throws Exception {
        sql("create table a (id int, at timestamp)", "insert into a values (1, current_timestamp)");
        try (SourceRun run = timed(this, "timestamp.delay.interval.ms", "1500").start()) {
            assertThat(run.rest()).isEmpty();
            assertThat(values(run.take(1), "ID")).containsExactly(1);
        }
    }

    @Test
    void theTimeZoneOfTheDatabaseCountsForBothBounds() throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a values (1, timestampadd(second, 10800 - 1, current_timestamp))");
        try (SourceRun run = timed(this, "db.timezone", "+03:00").start()) {
            run.take(1);
            sql("insert into a values (2, timestampadd(second, 10800, current_timestamp))");
            assertThat(values(run.take(1), "ID")).containsExactly(2);
            assertThat(run.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "1577836801500, 2;3", "0, 1;2;3"})
    void readingMayBeginLater(String initial, String expected) throws Exception {
        sql(
                "create table a (id int, at timestamp)",
                "insert into a values (1, '2020-01-01 00:00:01'), (2, '2020-01-01 00:00:02')");
        try (SourceRun run = timed(this, "timestamp.initial", initial).start()) {
            List<Object> ids = values(run.rest(), "ID");
            sql("insert into a values (3, current_timestamp)");
            ids = new java.util.ArrayList<>(ids);
            ids.addAll(values(run.take(1), "ID"));
            assertThat(String.join(";", ids.stream().map(Object::toString).toList()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void theFirstTimeThatIsNotNullCounts() throws Exception {
        sql(
                "create table a (id int, changed timestamp, made timestamp not null)",
                "insert into a values (1, null, '2020-01-01 00:00:01'), (2, '2020-01-01 00:00:03', '2020-01-01 00:00:00')");
        try (SourceRun run =
                source("timestamp", "timestamp.column.name", "CHANGED,MADE").start()) {
            assertThat(values(run.take(2), "ID")).containsExactly(1, 2);
            sql("update a set changed = '2020-01-01 00:00:04' where id = 1");
            assertThat(values(run.take(1), "ID")).containsExactly(1);
        }
    }

    @Test
    void numbersAndTimesTogetherFindWhatIsNewAndWhatChanged() throws Exception {
        sql(
                "create table a (id int auto_increment primary key, at timestamp not null, v int)",
                "insert into a (at, v) values ('2020-01-01 00:00:01', 1), ('2020-01-01 00:00:01', 2)");
        String[] settings = {"timestamp.column.name", "AT"};
        SourceRun run = source("timestamp+incrementing", settings).start();
        List<SourceRecord> first = run.take(1);
        assertThat(first.get(0).sourceOffset())
                .isEqualTo(Map.of("timestamp", 1577836801000L, "timestamp_nanos", 0L, "incrementing", 1L));
        run.stop();
        SourceRun again = source("timestamp+incrementing", settings);
        again.offsets.putAll(run.offsets);
        again.start();
        assertThat(values(again.take(1), "V")).containsExactly(2);
        sql("update a set v = 3, at = '2020-01-01 00:00:02' where id = 1");
        assertThat(values(again.take(1), "V")).containsExactly(3);
        assertThat(again.rest()).isEmpty();
        again.stop();
    }

    @Test
    void numbersAloneFindTheColumnThatTheDatabaseCounts() throws Exception {
        sql("create table a (v int, id bigint generated always as identity)", "insert into a (v) values (1), (2)");
        try (SourceRun run = source("incrementing").start()) {
            List<SourceRecord> both = run.take(2);
            assertThat(both.get(1).sourceOffset()).isEqualTo(Map.of("incrementing", 2L));
            sql("insert into a (v) values (3)");
            assertThat(values(run.take(1), "V")).containsExactly(3);
            assertThat(run.rest()).isEmpty();
        }
    }

    @Test
    void bulkReadsEverythingEachTime() throws Exception {
        sql("create table a (v int)", "insert into a values (1), (2)");
        try (SourceRun run = source("bulk").start()) {
            List<SourceRecord> twice = run.take(4);
            assertThat(values(twice, "V")).containsExactly(1, 2, 1, 2);
            assertThat(twice.get(0).sourcePartition()).isEqualTo(Map.of("table", "A"));
            assertThat(twice.get(0).sourceOffset()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"select id, v from a where v > 1", "select id, sum(v) as v from a group by id having sum(v) > 1"
            })
    void aQueryMayHaveItsOwnConditions(String query) throws Exception {
        sql("create table a (id int, v int)", "insert into a values (1, 1), (2, 2), (3, 3)");
        for (String masked : List.of("query", "query.masked")) {
            try (SourceRun run = source(
                            "incrementing", masked, query, "incrementing.column.name", "ID", "topic.prefix", "q")
                    .start()) {
                List<SourceRecord> two = run.take(2);
                assertThat(values(two, "ID")).containsExactly(2, 3);
                assertThat(two.get(0).topic()).isEqualTo("q");
                assertThat(two.get(0).valueSchema().name()).isNull();
                assertThat(two.get(0).sourcePartition()).isEqualTo(Map.of("query", "query"));
            }
        }
    }

    @Test
    void aWrongQueryFailsAtOnce() throws Exception {
        try (SourceRun run = source("bulk", "query", "select * from").start()) {
            assertThatThrownBy(() -> run.take(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("the query");
        }
    }

    @Test
    void aSuffixEndsEveryQuery() throws Exception {
        sql("create table a (id int auto_increment, v int)", "insert into a (v) values (1), (2), (3)");
        try (SourceRun run = source("incrementing", "query.suffix", "limit 1").start()) {
            assertThat(values(run.take(3), "V")).containsExactly(1, 2, 3);
        }
    }

    @Test
    void newTablesAndDroppedOnesAreNoticed() throws Exception {
        sql("create table a (id int auto_increment)", "insert into a default values");
        try (SourceRun run =
                source("incrementing", "table.poll.interval.ms", "50").start(2)) {
            run.take(1);
            sql("create table b (id int auto_increment)");
            assertThat(run.awaits(it -> it.reconfigurations.get() == 1)).isTrue();
            assertThat(run.taskConfigs(2)).hasSize(2);
            sql("drop table a");
            assertThat(run.awaits(it -> it.reconfigurations.get() == 2)).isTrue();
            assertThat(run.taskConfigs(2)).hasSize(1);
        }
    }

    @Test
    void otherTablesGoOnWhenOneIsDropped() throws Exception {
        sql("create table a (id int auto_increment)", "create table b (id int auto_increment)");
        try (SourceRun run = source("incrementing").start()) {
            run.rest();
            sql("drop table a", "insert into b default values");
            assertThat(run.take(1).get(0).topic()).isEqualTo("t.B");
        }
    }

    @Test
    void aColumnThatIsAddedIsRead() throws Exception {
        sql("create table a (id int auto_increment)", "insert into a default values");
        try (SourceRun run = source("incrementing").start()) {
            run.take(1);
            sql("alter table a add column more varchar(9)", "insert into a (more) values ('x')");
            assertThat(values(run.take(1), "MORE")).containsExactly("x");
        }
    }

    @Test
    void tablesOfOneNameAreRefusedByBothNames() throws Exception {
        sql("create schema s1", "create schema s2", "create table s1.users (id int)", "create table s2.users (id int)");
        SourceRun run = source("bulk", "table.whitelist", "USERS");
        assertThatThrownBy(run::start).hasMessageContaining("S1.USERS").hasMessageContaining("S2.USERS");
        run.stop();
        try (SourceRun one = source("bulk", "table.whitelist", "S1.USERS").start()) {
            assertThat(one.rest()).isEmpty();
        }
    }

    @Test
    void withoutQuotesNamesAreFoldedAsTheDatabaseDoesIt() throws Exception {
        sql("create table orders (id int auto_increment)", "insert into orders default values");
        try (SourceRun run = source("incrementing", "quote.sql.identifiers", "never", "table.whitelist", "Orders")
                .start()) {
            run.take(1);
        }
    }

    @Test
    void tablesAreSharedOutToTasks() throws Exception {
        for (int each = 0; each < 5; each++) {
            sql("create table t" + each + " (id int auto_increment)", "insert into t" + each + " default values");
        }
        try (SourceRun run = source("incrementing").start(2)) {
            assertThat(run.taskConfigs(2)).hasSize(2);
            assertThat(run.taskConfigs(9)).hasSize(5);
            assertThat(run.take(5).stream().map(SourceRecord::topic)).doesNotHaveDuplicates();
        }
    }

    @Test
    void offsetsOfFormerVersionsAreTakenOver() throws Exception {
        sql("create table a (id int auto_increment, v int)", "insert into a (v) values (1), (2)");
        try (SourceRun run = source("incrementing")) {
            run.offsets.put(Map.of("table", "A"), Map.of("incrementing", 1L));
            assertThat(values(run.start().take(1), "V")).containsExactly(2);
        }
    }

    @Test
    void columnsThatMayBeNullAreRefusedUnlessThatIsAccepted() throws Exception {
        sql("create table a (id int, at timestamp)");
        try (SourceRun run = source("timestamp", "timestamp.column.name", "AT").start()) {
            assertThatThrownBy(() -> run.take(1))
                    .hasMessageContaining("validate.non.null")
                    .hasMessageContaining("AT");
        }
    }

    @Test
    void aDatabaseThatComesBackIsReadOn() throws Exception {
        sql("create table a (id int auto_increment, v int)", "insert into a (v) values (1)");
        try (SourceRun run = source("incrementing").start()) {
            run.take(1);
            try (Connection other = DriverManager.getConnection(url);
                    Statement statement = other.createStatement()) {
                statement.execute("select abort_session(session_id) from information_schema.sessions"
                        + " where session_id <> session_id()");
            }
            own = DriverManager.getConnection(url);
            sql("insert into a (v) values (2)");
            assertThat(values(run.take(1), "V")).containsExactly(2);
        }
    }
}
