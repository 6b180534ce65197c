package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalFilesTest {

    @TempDir
    Path temp = Path.of("");

    private static JournalFiles of(String url) {
        return JournalFiles.of(new JournalSettings(url, "", ""));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:a",
                "jdbc:h2:tcp://localhost/a",
                "jdbc:h2:ssl://localhost/a",
                "jdbc:h2:nioMemFS:a",
                "jdbc:postgresql://localhost/a"
            })
    void othersAreNoFiles(String url) {
        assertThat(of(url).database()).isEmpty();
    }

    @Test
    void pathsAreReadAsTheDatabaseReadsThem() {
        Path home = Path.of(System.getProperty("user.home"));
        assertThat(of("jdbc:h2:file:./data/a;WRITE_DELAY=0").database())
                .hasValue(Path.of("data", "a").toAbsolutePath());
        assertThat(of("jdbc:h2:~/a").database()).hasValue(home.resolve("a"));
        assertThat(of("jdbc:h2:/data/a").database()).hasValue(Path.of("/data/a").toAbsolutePath());
    }

    @Test
    void foldersThatAreMadeAndFilesAreForTheirUserAlone() throws IOException {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("posix"));
        JournalSettings settings = new JournalSettings("jdbc:h2:file:" + temp.resolve("new/data/journal"), "", "");

        JournalFiles files = JournalFiles.of(settings);
        files.makeFolder();
        JournalSchema.migrate(settings);
        files.protect();

        assertThat(permissions(temp.resolve("new"))).isEqualTo("rwx------");
        assertThat(permissions(temp.resolve("new/data"))).isEqualTo("rwx------");
        assertThat(permissions(temp.resolve("new/data/journal.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void aFolderThatIsThereStaysAsItIs() throws IOException {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path folder = Files.createDirectory(temp.resolve("shared"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));

        of("jdbc:h2:file:" + folder.resolve("journal")).makeFolder();

        assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    }
}
