package io.troupe.jdbc.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each type of SQL becomes, read from real databases. */
@SuppressWarnings("JavaUtilDate") // it is what Connect's logical types are
class TypesTest {

    private static final Date NOON = new Date(1767355445678L);

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    /**
     * @param literal of SQL
     * @param schema as a type, with the name of a logical one after a colon and the parameters after that
     */
    private record Case(String type, String literal, String schema, Object value) {}

    private static Case is(String type, String literal, String schema, Object value) {
        return new Case(type, literal, schema, value);
    }

    private static final String DECIMAL = "BYTES:Decimal";

    @Test
    void ofPostgresql() throws Exception {
        check(
                postgres.getJdbcUrl("postgres", "postgres"),
                Map.of(),
                List.of(
                        is("boolean", "true", "BOOLEAN", true),
                        is("bit(1)", "B'1'", "BOOLEAN|INT8", (byte) 1),
                        is("smallint", "-32768", "INT16", (short) -32768),
                        is("integer", "-2147483648", "INT32", Integer.MIN_VALUE),
                        is("bigint", "9223372036854775807", "INT64", Long.MAX_VALUE),
                        is("real", "1.5", "FLOAT32", 1.5f),
                        is("double precision", "1.25", "FLOAT64", 1.25),
                        is(
                                "numeric(10,2)",
                                "12.12",
                                DECIMAL + ":{scale=2, connect.decimal.precision=10}",
                                dec("12.12")),
                        is(
                                "numeric",
                                "12.12",
                                DECIMAL + ":{scale=38}",
                                dec("12.12").setScale(38)),
                        is("varchar(9)", "'täxt'", "STRING", "täxt"),
                        is("char(3)", "'a'", "STRING", "a  "),
                        is("text", "'long'", "STRING", "long"),
                        is("bytea", "'\\x0102'", "BYTES", bytes(1, 2)),
                        is("date", "'2026-01-02'", "INT32:Date", new Date(1767312000000L)),
                        is("time", "'12:04:05'", "INT32:Time", new Date(43445000L)),
                        is("timestamp", "'2026-01-02 12:04:05.678'", "INT64:Timestamp", NOON),
                        is("timestamptz", "'2026-01-02 14:04:05.678+02'", "INT64:Timestamp", NOON),
                        is("json", "'{\"a\": 1}'", "STRING", "{\"a\": 1}"),
                        is("jsonb", "'{\"a\":1}'", "STRING", "{\"a\": 1}"),
                        is(
                                "uuid",
                                "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
                                "STRING",
                                "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                        is("xml", "'<a/>'", "STRING", "<a/>"),
                        is("interval", "'1 day'", "STRING", "1 day"),
                        is("inet", "'10.0.0.1'", "STRING", "10.0.0.1"),
                        is("int[]", "'{1,null,3}'", "ARRAY", java.util.Arrays.asList(1, null, 3)),
                        is("text[]", "'{a,b}'", "ARRAY", List.of("a", "b")),
                        is("numeric(4,1)[]", "'{1.5}'", "ARRAY", List.of("1.5"))));
    }

    @Test
    void ofPostgresqlByBestFit() throws Exception {
        check(
                postgres.getJdbcUrl("postgres", "postgres"),
                Map.of("numeric.mapping", "best_fit"),
                List.of(
                        is("numeric(2)", "99", "INT8", (byte) 99),
                        is("numeric(4)", "9999", "INT16", (short) 9999),
                        is("numeric(9)", "999999999", "INT32", 999_999_999),
                        is("numeric(18)", "999999999999999999", "INT64", 999_999_999_999_999_999L),
                        is("numeric(10,2)", "12.12", "FLOAT64", 12.12),
                        is("numeric", "12.12", "FLOAT64", 12.12),
                        is("numeric(20)", "12", DECIMAL + ":{scale=0, connect.decimal.precision=20}", dec("12"))));
    }

    @Test
    void ofH2() throws Exception {
        check(
                "jdbc:h2:mem:types;DB_CLOSE_DELAY=-1;TIME ZONE=UTC",
                Map.of(),
                List.of(
                        is("boolean", "true", "BOOLEAN", true),
                        is("tinyint", "-128", "INT8", (byte) -128),
                        is("smallint", "1", "INT16", (short) 1),
                        is("int", "1", "INT32", 1),
                        is("bigint", "1", "INT64", 1L),
                        is("real", "1.5", "FLOAT32", 1.5f),
                        is("double precision", "1.25", "FLOAT64", 1.25),
                        is("numeric(5,1)", "1.5", DECIMAL + ":{scale=1, connect.decimal.precision=5}", dec("1.5")),
                        is("varchar(9)", "'a'", "STRING", "a"),
                        is("clob", "'a'", "STRING", "a"),
                        is("varbinary(2)", "X'0102'", "BYTES", bytes(1, 2)),
                        is("blob", "X'0102'", "BYTES", bytes(1, 2)),
                        is("date", "'2026-01-02'", "INT32:Date", new Date(1767312000000L)),
                        is("time", "'12:04:05'", "INT32:Time", new Date(43445000L)),
                        is("timestamp(3)", "'2026-01-02 12:04:05.678'", "INT64:Timestamp", NOON),
                        is("timestamp with time zone", "'2026-01-02 14:04:05.678+02'", "INT64:Timestamp", NOON),
                        is(
                                "uuid",
                                "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'",
                                "STRING",
                                "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
                        is("int array", "array[1, 2]", "ARRAY", List.of(1, 2))));
    }

    @Test
    void ofSqlite(@TempDir Path folder) throws Exception {
        check(
                "jdbc:sqlite:" + folder.resolve("types.db"),
                Map.of(),
                List.of(
                        is("integer", "7", "INT32|INT64", 7),
                        is("real", "1.5", "FLOAT32|FLOAT64", 1.5f),
                        is("text", "'a'", "STRING", "a"),
                        is("blob", "X'0102'", "BYTES", bytes(1, 2))));
    }

    @Test
    void pointsInTimeMayBeMoreExactThanMilliseconds() throws Exception {
        String literal = "'2026-01-02 12:04:05.678912'";
        Map<String, Object> expected = Map.of(
                "micros_long", 1767355445678912L,
                "nanos_long", 1767355445678912000L,
                "micros_string", "1767355445678912",
                "nanos_string", "1767355445678912000",
                "micros_iso_datetime_string", "2026-01-02T12:04:05.678912",
                "nanos_iso_datetime_string", "2026-01-02T12:04:05.678912000");
        for (Map.Entry<String, Object> each : expected.entrySet()) {
            check(
                    postgres.getJdbcUrl("postgres", "postgres"),
                    Map.of("timestamp.granularity", each.getKey()),
                    List.of(is("timestamp", literal, "INT64|STRING", each.getValue())));
        }
    }

    /** A table with a column for each, which allows null, and one which does not; a row of values and a row of nulls. */
    private static void check(String url, Map<String, String> more, List<Case> cases) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(Map.of("connection.url", url, "mode", "bulk", "query", "select * from types order by n"));
        try (Connection own = DriverManager.getConnection(url)) {
            List<String> columns = new ArrayList<>();
            List<String> values = new ArrayList<>();
            List<String> nulls = new ArrayList<>();
            for (int at = 0; at < cases.size(); at++) {
                Case each = cases.get(at);
                columns.add("c%d %s, s%d %s not null".formatted(at, each.type(), at, each.type()));
                values.add(each.literal() + ", " + each.literal());
                nulls.add("null, " + each.literal());
            }
            try (Statement statement = own.createStatement()) {
                statement.execute("create table types (n int, " + String.join(", ", columns) + ")");
                statement.execute("insert into types values (1, " + String.join(", ", values) + ")");
                statement.execute("insert into types values (2, " + String.join(", ", nulls) + ")");
            }
            try (SourceRun run = new SourceRun(settings).start()) {
                var records = run.take(2);
                Struct full = (Struct) records.get(0).value();
                Struct empty = (Struct) records.get(1).value();
                for (int at = 0; at < cases.size(); at++) {
                    Case each = cases.get(at);
                    Field optional = full.schema().fields().get(1 + 2 * at);
                    Field required = full.schema().fields().get(2 + 2 * at);
                    assertThat(plain(full.get(optional))).as(each.type()).isEqualTo(each.value());
                    assertThat(plain(full.get(required))).as(each.type()).isEqualTo(each.value());
                    assertThat(empty.get(optional)).as(each.type()).isNull();
                    assertThat(each.schema().split("\\|")).as(each.type()).contains(described(optional.schema(), each));
                    assertThat(optional.schema().isOptional()).as(each.type()).isTrue();
                    assertThat(required.schema().isOptional()).as(each.type()).isFalse();
                }
            }
        } finally {
            drop(url);
        }
    }

    private static void drop(String url) throws SQLException {
        try (Connection own = DriverManager.getConnection(url);
                Statement statement = own.createStatement()) {
            statement.execute("drop table types");
        }
    }

    private static String described(Schema schema, Case each) {
        String name = schema.name() == null ? "" : ":" + schema.name().replaceAll(".*\\.", "");
        boolean parameters = each.schema().contains("{");
        return schema.type() + name + (parameters ? ":" + sorted(schema.parameters()) : "");
    }

    private static String sorted(Map<String, String> parameters) {
        String precision = parameters.get("connect.decimal.precision");
        return "{scale=" + parameters.get("scale")
                + (precision == null ? "" : ", connect.decimal.precision=" + precision) + "}";
    }

    private static Object plain(Object value) {
        return value instanceof byte[] array ? ByteBuffer.wrap(array) : value;
    }

    private static BigDecimal dec(String value) {
        return new BigDecimal(value);
    }

    private static ByteBuffer bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int at = 0; at < values.length; at++) {
            bytes[at] = (byte) values[at];
        }
        return ByteBuffer.wrap(bytes);
    }
}
