package io.troupe.persistence.journal;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class H2JournalTest extends JournalOn {

    private final Path folder;

    H2JournalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Override
    JournalSettings emptyDatabase() throws Exception {
        Path file = Files.createTempDirectory(folder, "db").resolve("troupe");
        return JournalSettings.of(ConfigFactory.parseMap(Map.of("troupe.database.url", "jdbc:h2:file:" + file))
                .withFallback(ConfigFactory.defaultReference()));
    }
}
