package io.troupe.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Name;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table, its parts as the database's catalogue has them.
 *
 * @param in the schema, or where there are no schemas the catalogue; null where there is neither
 */
public record TableId(@Nullable String in, String name) implements Comparable<TableId> {

    /** As offsets have it, and regular expressions are matched with it: {@code shop.login}, without quotes. */
    public String qualified() {
        return in == null ? name : in + "." + name;
    }

    /** Quoted, so that {@link #of} reads it whatever the names consist of. */
    public String written() {
        return in == null ? quoted(name) : quoted(in) + "." + quoted(name);
    }

    private static String quoted(String part) {
        return '"' + part.replace("\"", "\"\"") + '"';
    }

    /** @param written as {@link #written} does it */
    public static TableId of(String written) {
        List<String> parts = parts(written);
        return new TableId(parts.size() > 1 ? parts.get(0) : null, parts.get(parts.size() - 1));
    }

    public Name toSql() {
        return in == null ? DSL.name(name) : DSL.name(in, name);
    }

    /**
     * @param written {@code login} or {@code shop.login}, each part in quotes of any kind or in none
     * @param folded whether the database is asked without quotes, so that it does not tell capitals from small letters
     */
    public boolean isMeantBy(String written, boolean folded) {
        List<String> parts = parts(written);
        List<String> own = in == null ? List.of(name) : List.of(in, name);
        if (parts.size() < own.size()) {
            own = own.subList(own.size() - parts.size(), own.size());
        } else if (parts.size() > own.size()) {
            parts = parts.subList(parts.size() - own.size(), parts.size());
        }
        for (int at = 0; at < own.size(); at++) {
            boolean same = folded
                    ? own.get(at).equalsIgnoreCase(parts.get(at))
                    : own.get(at).equals(parts.get(at));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** Points within quotes are part of a name; a doubled quote is one. */
    static List<String> parts(String written) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char quote = 0;
        String text = written.strip();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                boolean doubled = c == quote && at + 1 < text.length() && text.charAt(at + 1) == quote;
                if (c != quote || doubled) {
                    part.append(c);
                    at += doubled ? 1 : 0;
                } else {
                    quote = 0;
                }
            } else if (part.isEmpty() && (c == '"' || c == '`' || c == '[')) {
                quote = c == '[' ? ']' : c;
            } else if (c == '.') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    @Override
    public int compareTo(TableId other) {
        return qualified().compareTo(other.qualified());
    }

    @Override
    public String toString() {
        return qualified();
    }
}
