package io.troupe.persistence.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The leases of a journal's groups, over one connection of their own. Calls come one at a time, and may block. */
public final class GroupLeases implements AutoCloseable {

    /** A database that does not answer in this time counts as away. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String DUPLICATE = "23";
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final DatabaseLine line;
    private final boolean shared;

    public GroupLeases(JournalSettings settings) {
        this.line = new DatabaseLine(settings, PATIENCE);
        this.shared = settings.shared();
    }

    /** Whether other processes may work with the journal; else a lease of another process is one of a dead process. */
    public boolean shared() {
        return shared;
    }

    /** Which journal this is: made up when its schema was, and the same for everybody who uses it. */
    public synchronized String journalId() throws SQLException {
        try (PreparedStatement query = prepare("SELECT \"id\" FROM \"troupe_journal\"");
                ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("The journal has no identity: its table troupe_journal is empty");
            }
            return row.getString(1);
        }
    }

    public synchronized Optional<GroupLease> read(String group) throws SQLException {
        try (PreparedStatement query = prepare("SELECT \"epoch\", \"cluster\", \"beats\", \"released\", \"members\","
                + " \"excluded\" FROM \"troupe_lease\" WHERE \"group_id\" = ?")) {
            query.setString(1, group);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(lease(row)) : Optional.empty();
            }
        }
    }

    /** The group whose members are reached at the address; empty when no group of this journal has one there. */
    public synchronized Optional<String> groupAt(String address) throws SQLException {
        try (PreparedStatement query = prepare("SELECT \"group_id\", \"members\" FROM \"troupe_lease\"");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                if (members(row.getString(2)).stream()
                        .anyMatch(member -> member.address().equals(address))) {
                    return Optional.of(row.getString(1));
                }
            }
            return Optional.empty();
        }
    }

    /** False when the group has a lease already. */
    public synchronized boolean begin(String group, GroupLease lease) throws SQLException {
        try (PreparedStatement insert = prepare("INSERT INTO \"troupe_lease\" (\"epoch\", \"cluster\", \"beats\","
                + " \"released\", \"members\", \"excluded\", \"group_id\") VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            set(insert, lease);
            insert.setString(7, group);
            return insert.executeUpdate() == 1;
        } catch (SQLException e) {
            if (e.getSQLState() != null && e.getSQLState().startsWith(DUPLICATE)) {
                return false;
            }
            throw e;
        }
    }

    /** False when it is not as it was read any more: then nothing is changed. */
    public synchronized boolean change(String group, GroupLease read, GroupLease next) throws SQLException {
        return change(group, read, next, " AND \"beats\" = " + read.beats());
    }

    /** False when somebody began, took over or excluded others since it was read; beats do not count. */
    public synchronized boolean overtake(String group, GroupLease read, GroupLease next) throws SQLException {
        return change(group, read, next, "");
    }

    private boolean change(String group, GroupLease read, GroupLease next, String condition) throws SQLException {
        try (PreparedStatement update = prepare("UPDATE \"troupe_lease\" SET \"epoch\" = ?, \"cluster\" = ?,"
                + " \"beats\" = ?, \"released\" = ?, \"members\" = ?, \"excluded\" = ?"
                + " WHERE \"group_id\" = ? AND \"epoch\" = ? AND \"cluster\" = ?" + condition)) {
            set(update, next);
            update.setString(7, group);
            update.setLong(8, read.epoch());
            update.setString(9, read.cluster());
            return update.executeUpdate() == 1;
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = line.connection().prepareStatement(sql);
        statement.setQueryTimeout(Math.toIntExact(PATIENCE.toSeconds()));
        return statement;
    }

    private static void set(PreparedStatement statement, GroupLease lease) throws SQLException {
        statement.setLong(1, lease.epoch());
        statement.setString(2, lease.cluster());
        statement.setLong(3, lease.beats());
        statement.setBoolean(4, lease.released());
        statement.setString(5, text(lease.members()));
        statement.setString(6, text(lease.excluded()));
    }

    private static String text(Object value) throws SQLException {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new SQLException("A lease cannot be written", e);
        }
    }

    private static GroupLease lease(ResultSet row) throws SQLException {
        return new GroupLease(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getBoolean(4),
                members(row.getString(5)),
                parsed(row.getString(6), new TypeReference<List<String>>() {}));
    }

    private static List<GroupLease.Member> members(String json) throws SQLException {
        return parsed(json, new TypeReference<>() {});
    }

    private static <T> T parsed(String json, TypeReference<T> type) throws SQLException {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new SQLException("A lease cannot be read", e);
        }
    }

    @Override
    public synchronized void close() {
        line.close();
    }
}
