package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says at its start when the database is not what its settings promise. */
class JournalSchemaTest {

    private static final String CONNECT =
            " Check troupe.database.url, troupe.database.user and troupe.database.password.";

    private static void assertOneClearMessage(JournalSettings settings, String reason) {
        assertOneClearMessage(settings, reason, CONNECT);
    }

    private static void assertOneClearMessage(JournalSettings settings, String reason, String cure) {
        assertThatIllegalStateException()
                .isThrownBy(() -> JournalSchema.migrate(settings))
                .withMessageStartingWith("The database " + settings.withoutParameters() + " cannot be used: ")
                .withMessageContaining(reason)
                .withMessageContaining(cure)
                .withMessageNotContaining("\n")
                .withMessageNotContaining("hunter2");
    }

    @Test
    void aWrongPasswordIsSaid(@TempDir Path folder) {
        String url = "jdbc:h2:file:" + folder.resolve("troupe");
        JournalSchema.migrate(new JournalSettings(url, "ada", "right"));

        assertOneClearMessage(new JournalSettings(url, "ada", "hunter2"), "Wrong user name or password");
    }

    @Test
    void aFileThatCannotBeMadeIsSaid(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        assertOneClearMessage(
                new JournalSettings("jdbc:h2:file:" + file + "/troupe", "", ""), "troupe", "check troupe.database.url");
    }

    @Test
    void anUnreachableServerIsSaid() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + closed + "/troupe?password=hunter2";

        assertOneClearMessage(new JournalSettings(url, "ada", "hunter2"), "refused");
    }
}
