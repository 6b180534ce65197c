package io.troupe.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.journal.GroupLease;
import io.troupe.persistence.journal.GroupLease.Member;
import io.troupe.persistence.journal.GroupLeases;
import io.troupe.persistence.journal.JournalSchema;
import io.troupe.persistence.journal.JournalSettings;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of one cluster, each with its own view of it, on a real database and a clock that is told the time. */
final class ArbiterTest {

    private static final LeasePace PACE = new LeasePace(
            Duration.ofSeconds(8), Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(1500));
    private static final Member A = new Member("a:1", 1, "http://a/", "");
    private static final Member B = new Member("b:1", 2, "http://b/", "");
    private static final Member C = new Member("c:1", 3, "http://c/", "");

    private final GroupLeases leases;
    private final Arbiter a;
    private final Arbiter b;
    private final Arbiter c;
    private long seconds;

    ArbiterTest(@TempDir Path folder) {
        JournalSettings settings = JournalSettings.of(ConfigFactory.parseMap(Map.of(
                        "troupe.database.url",
                        "jdbc:h2:file:" + folder.resolve("troupe") + ";AUTO_SERVER=TRUE;DB_CLOSE_ON_EXIT=TRUE"))
                .withFallback(ConfigFactory.defaultReference()));
        JournalSchema.migrate(settings);
        leases = new GroupLeases(settings);
        a = arbiter(A);
        b = arbiter(B);
        c = arbiter(C);
    }

    private Arbiter arbiter(Member self) {
        return new Arbiter(leases, new Arbiter.Seat("g", "one", self), PACE, () -> TimeUnit.SECONDS.toNanos(seconds));
    }

    @BeforeEach
    void begin() throws SQLException {
        leases.begin("g", GroupLease.first("one", A));
    }

    @AfterEach
    void close() {
        leases.close();
    }

    private GroupLease lease() throws SQLException {
        return leases.read("g").orElseThrow();
    }

    @Test
    void theOldestKeepsItAliveAndTheOthersWatch() throws SQLException {
        List<Member> all = List.of(A, B);

        assertThat(a.look(all)).isTrue();
        assertThat(b.look(all)).isTrue();

        assertThat(lease()).isEqualTo(new GroupLease(1, "one", 1, false, all, List.of()));
    }

    @Test
    void anotherOneKeepsItAliveWhenTheOldestCannot() throws SQLException {
        List<Member> all = List.of(A, B);
        b.look(all);
        seconds += 4;
        b.look(all);
        assertThat(lease().beats()).isZero();
        seconds += 1;
        b.look(all);

        assertThat(lease().beats()).isEqualTo(1);
    }

    @Test
    void whoIsExcludedReadsIt() throws SQLException {
        assertThat(b.exclude(List.of(A.key()))).isTrue();

        assertThat(a.look(List.of(A, B))).isFalse();
        assertThat(b.look(List.of(A, B))).isTrue();
        assertThat(c.look(List.of(B, C))).isTrue();
    }

    @Test
    void ofTwoWhoExcludeEachOtherTheSecondLoses() throws SQLException {
        assertThat(b.exclude(List.of(A.key()))).isTrue();
        assertThat(a.exclude(List.of(B.key()))).isFalse();
    }

    @Test
    void membersOfOneSideDoNotHinderEachOther() throws SQLException {
        assertThat(a.exclude(List.of(C.key()))).isTrue();
        assertThat(b.exclude(List.of(C.key()))).isTrue();
        assertThat(b.exclude(List.of("d:1#4"))).isTrue();
        assertThat(c.exclude(List.of(A.key(), B.key()))).isFalse();

        assertThat(lease().excluded()).containsExactly("d:1#4", C.key());
    }

    @Test
    void whoSleptWhileAnotherClusterBeganIsOut() throws SQLException {
        GroupLease before = lease();
        leases.change("g", before, before.takenBy("two", C));

        assertThat(a.look(List.of(A))).isFalse();
        assertThat(a.exclude(List.of(C.key()))).isFalse();
    }

    @Test
    void theLastOneReleasesIt() throws SQLException {
        a.release();

        assertThat(lease().released()).isTrue();
    }

    @Test
    void whoIsOutReleasesNothing() throws SQLException {
        GroupLease before = lease();
        leases.change("g", before, before.takenBy("two", C));
        a.release();

        assertThat(lease().released()).isFalse();
    }
}
