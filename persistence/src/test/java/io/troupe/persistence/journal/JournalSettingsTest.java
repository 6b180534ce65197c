package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.journal.JournalSettings.Database;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalSettingsTest {

    private static JournalSettings settings(String url) {
        return JournalSettings.of(ConfigFactory.parseMap(Map.of(
                "troupe.database.url", url, "troupe.database.user", "ada", "troupe.database.password", "hunter2")));
    }

    @Test
    void withoutAnySettingTheJournalIsAnEmbeddedFile() {
        JournalSettings settings = JournalSettings.of(ConfigFactory.defaultReference());

        assertThat(settings.withoutParameters()).isEqualTo("jdbc:h2:file:./data/troupe");
        assertThat(settings.user()).isEmpty();
        assertThat(settings.password()).isEmpty();
    }

    @Test
    void everyKeyIsRead() {
        assertThat(ConfigFactory.defaultReference()
                        .getConfig("troupe.database")
                        .root()
                        .keySet())
                .containsExactlyInAnyOrder(
                        "url", "user", "password", "outage-limit", "replaces", "status-age", "status-facts");

        JournalSettings settings = settings("jdbc:postgresql://db/troupe");

        assertThat(settings.url()).isEqualTo("jdbc:postgresql://db/troupe");
        assertThat(settings.user()).isEqualTo("ada");
        assertThat(settings.password()).isEqualTo("hunter2");
    }

    @Test
    void pekkoIsGivenTheDatabase() {
        JournalSettings settings = settings("jdbc:postgresql://db/troupe");

        Config config = settings.toConfig().withFallback(ConfigFactory.load()).resolve();

        Config slick = config.getConfig("pekko-persistence-jdbc.shared-databases.slick");
        assertThat(slick.getString("profile")).isEqualTo("slick.jdbc.PostgresProfile$");
        assertThat(slick.getString("db.driver")).isEqualTo("org.postgresql.Driver");
        assertThat(slick.getString("db.url")).isEqualTo(settings.url());
        assertThat(slick.getString("db.user")).isEqualTo("ada");
        assertThat(slick.getString("db.password")).isEqualTo("hunter2");
        assertThat(config.getString("pekko.persistence.journal.plugin")).isEqualTo("jdbc-journal");
        assertThat(config.getString("pekko.persistence.snapshot-store.plugin")).isEqualTo("jdbc-snapshot-store");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:./x,     jdbc:h2:file:./x;WRITE_DELAY=0;PAGE_SIZE=1024;RETENTION_TIME=86400000;DB_CLOSE_ON_EXIT=FALSE",
        "jdbc:h2:file:./x;WRITE_DELAY=50,       jdbc:h2:file:./x;WRITE_DELAY=50;PAGE_SIZE=1024;RETENTION_TIME=86400000;DB_CLOSE_ON_EXIT=FALSE",
        "jdbc:h2:file:./x;db_close_on_exit=true;retention_time=5,"
                + "jdbc:h2:file:./x;db_close_on_exit=true;retention_time=5;WRITE_DELAY=0;PAGE_SIZE=1024",
        "jdbc:postgresql://db/x,                jdbc:postgresql://db/x"
    })
    void aFactThatWasAcknowledgedIsOnDisk(String given, String used) {
        assertThat(settings(given).url()).isEqualTo(used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x;PASSWORD=hunter2", "jdbc:postgresql://db/x?user=ada&password=hunter2"})
    void noPasswordIsShown(String url) {
        JournalSettings settings = settings(url);

        assertThat(settings.withoutParameters())
                .doesNotContain("hunter2")
                .isIn("jdbc:h2:mem:x", "jdbc:postgresql://db/x");
        assertThat(settings.toString()).doesNotContain("hunter2").contains("user=ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:sqlserver://db;databaseName=x;password=hunter2",
                "jdbc:oracle:thin:scott/hunter2@db",
                "jdbc:mysql://root:hunter2@db/x?password=hunter2",
                "postgres://ada:hunter2@db/x",
                "hunter2"
            })
    void aDatabaseWeDoNotKnowIsRefusedWithoutShowingItsPassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(url))
                .withMessageStartingWith("troupe.database.url must begin with jdbc:h2: or jdbc:postgresql:")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void theDatabaseIsToldByTheUrl() {
        assertThat(settings("jdbc:h2:mem:x").database()).isEqualTo(Database.H2);
        assertThat(settings("jdbc:postgresql:x").database()).isEqualTo(Database.POSTGRESQL);
    }
}
