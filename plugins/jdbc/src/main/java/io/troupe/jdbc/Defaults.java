package io.troupe.jdbc;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.SQLDialect;

/** What a driver is told unless the configuration tells it otherwise, and other particulars of databases. */
final class Defaults {

    private static final Set<String> OF_DATABASES =
            Set.of("information_schema", "pg_catalog", "pg_toast", "sys", "mysql", "performance_schema");

    private Defaults() {}

    /** A connection whose other end has gone fails in time, rows come as they are asked for, and odd dates are null. */
    static Map<String, String> of(SQLDialect dialect, String url) {
        return switch (dialect.family()) {
            case POSTGRES ->
                Map.of(
                        "connectTimeout",
                        "30",
                        "socketTimeout",
                        "300",
                        "tcpKeepAlive",
                        "true",
                        "ApplicationName",
                        "connect");
            case MYSQL, MARIADB ->
                url.startsWith("jdbc:mysql:")
                        ? Map.of(
                                "connectTimeout", "30000",
                                "socketTimeout", "300000",
                                "useCursorFetch", "true",
                                "zeroDateTimeBehavior", "CONVERT_TO_NULL")
                        : Map.of("connectTimeout", "30000", "socketTimeout", "300000");
            case SQLITE -> Map.of("date_class", "TEXT", "date_string_format", "yyyy-MM-dd HH:mm:ss.SSS");
            default -> Map.of();
        };
    }

    static boolean ownedByDatabase(SQLDialect dialect, TableId table) {
        String in = table.in();
        return in != null
                ? OF_DATABASES.contains(in.toLowerCase(Locale.ROOT))
                : dialect.family() == SQLDialect.SQLITE && table.name().startsWith("sqlite_");
    }
}
