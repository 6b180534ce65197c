package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.journal.GroupLease.Member;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several who want a lease at once, one gets it. */
class GroupLeasesTest {

    private static final Member A = new Member("a:1", 11, "http://a/", "7@then");
    private static final Member B = new Member("b:1", 12, "http://b/", "8@then");

    private final JournalSettings settings;
    private final GroupLeases mine;
    private final GroupLeases theirs;

    GroupLeasesTest(@TempDir Path folder) {
        settings = settings("jdbc:h2:file:" + folder.resolve("troupe"));
        mine = new GroupLeases(settings);
        theirs = new GroupLeases(settings);
    }

    private static JournalSettings settings(String url) {
        return JournalSettings.of(ConfigFactory.parseMap(Map.of("troupe.database.url", url))
                .withFallback(ConfigFactory.defaultReference()));
    }

    @BeforeEach
    void migrate() {
        JournalSchema.migrate(settings);
    }

    @AfterEach
    void close() {
        mine.close();
        theirs.close();
    }

    @Test
    void aJournalIsTheSameForAllAndForEver() throws SQLException {
        String id = mine.journalId();
        JournalSchema.migrate(settings);

        assertThat(id).hasSize(36);
        assertThat(theirs.journalId()).isEqualTo(id);
    }

    @Test
    void aGroupBeginsOnce() throws SQLException {
        assertThat(mine.read("g")).isEmpty();
        assertThat(mine.begin("g", GroupLease.first("one", A))).isTrue();
        assertThat(theirs.begin("g", GroupLease.first("two", B))).isFalse();
        assertThat(theirs.read("g")).contains(GroupLease.first("one", A));
        assertThat(theirs.begin("other", GroupLease.first("two", B))).isTrue();
        assertThat(mine.groupAt("b:1")).contains("other");
        assertThat(mine.groupAt("c:1")).isEmpty();
    }

    @Test
    void whoTakesOverIsToldWhenItsMemberStillLived() throws SQLException {
        mine.begin("g", GroupLease.first("one", A));
        GroupLease read = theirs.read("g").orElseThrow();

        assertThat(mine.change("g", read, read.beat(List.of(A)))).isTrue();
        assertThat(theirs.change("g", read, read.takenBy("two", B))).isFalse();
        assertThat(theirs.read("g").orElseThrow().cluster()).isEqualTo("one");
    }

    @Test
    void ofTwoSidesOneExcludesTheOther() throws SQLException {
        mine.begin("g", GroupLease.first("one", A));
        GroupLease read = mine.read("g").orElseThrow();

        assertThat(mine.change("g", read, read.beat(List.of(A, B)))).isTrue();
        assertThat(theirs.overtake("g", read, read.without(List.of(A.key())))).isTrue();
        assertThat(mine.overtake("g", read, read.without(List.of(B.key())))).isFalse();

        GroupLease after = mine.read("g").orElseThrow();
        assertThat(after.excluded()).containsExactly("a:1#11");
        assertThat(after.epoch()).isEqualTo(2);
    }

    @Test
    void whoWasExcludedIsRememberedWithinABound() {
        GroupLease lease = GroupLease.first("one", A);
        for (int gone = 0; gone < 1000; gone++) {
            lease = lease.without(List.of("x#" + gone));
        }

        assertThat(lease.excluded()).hasSize(256).startsWith("x#999", "x#998");
    }

    @Test
    void theServersHostIsKnown() {
        assertThat(settings("jdbc:postgresql://db.example:5432/troupe?user=x").host())
                .contains("db.example");
        assertThat(settings("jdbc:postgresql://[::1]/troupe").host()).contains("[::1]");
        assertThat(settings("jdbc:h2:tcp://db:9092/~/troupe").host()).contains("db");
        assertThat(settings("jdbc:h2:file:./data/troupe").host()).isEmpty();
        assertThat(settings("jdbc:h2:file:./data/troupe").shared()).isFalse();
        assertThat(settings("jdbc:h2:file:./data/troupe;AUTO_SERVER=TRUE").shared())
                .isTrue();
    }
}
