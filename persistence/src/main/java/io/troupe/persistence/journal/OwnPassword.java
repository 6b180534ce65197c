package io.troupe.persistence.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The password of an embedded database that H2 serves to other processes of the machine ({@code AUTO_SERVER}) and that
 * its user gave none: whoever can reach the port could look into it otherwise. It is made up once, and kept in a file
 * beside the database, for the user that runs the workers. An embedded database that nobody is served needs none: its
 * file is guarded by its rights.
 */
public final class OwnPassword {

    private static final String SUFFIX = ".password";
    private static final int BYTES = 32;
    private static final String WRONG_PASSWORD = "28000";
    /** Another worker may be the one that sets it. */
    private static final int ATTEMPTS = 2;

    private OwnPassword() {}

    /**
     * The settings with the password, which the database has then, whether it is a new one or was without until now.
     *
     * @throws IllegalStateException when it has another one
     */
    public static JournalSettings with(JournalSettings settings) {
        Path file = JournalFiles.of(settings)
                .database()
                .map(database -> database.resolveSibling(database.getFileName() + SUFFIX))
                .orElse(null);
        if (file == null || given(settings) || !(settings.shared() || Files.exists(file))) {
            return settings;
        }
        if (System.getProperty("h2.bindAddress") == null) {
            System.setProperty("h2.bindAddress", "127.0.0.1");
        }
        new DatabaseCheck(settings).notEmpty();
        JournalSettings own = new JournalSettings(settings.url(), settings.user(), read(file));
        take(settings, own, file);
        return own;
    }

    private static boolean given(JournalSettings settings) {
        return !settings.password().isEmpty()
                || settings.url().toUpperCase(Locale.ROOT).contains(";PASSWORD=");
    }

    private static void take(JournalSettings without, JournalSettings own, Path file) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (opens(own) || changed(without, own)) {
                return;
            }
        }
        throw new IllegalStateException("The database " + own.withoutParameters() + " does not take the password in "
                + file + ", which belongs to another one. Restore the file together with the database, or set"
                + " troupe.database.password.");
    }

    /** Also when it cannot be opened for another reason, which is told when it is used. */
    private static boolean opens(JournalSettings own) {
        try (Connection connection = own.connect()) {
            return !connection.isClosed();
        } catch (SQLException e) {
            return !WRONG_PASSWORD.equals(e.getSQLState());
        }
    }

    private static boolean changed(JournalSettings without, JournalSettings own) {
        try (Connection connection = without.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET PASSWORD '" + own.password() + "'");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Made by whoever is the first. It is complete when it appears: others may look for it at the same time. */
    private static String read(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("The password of the database in " + file + " cannot be kept", e);
        }
    }

    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "password", null, rights);
        try {
            Files.writeString(made, HexFormat.of().formatHex(random) + "\n");
            try {
                Files.createLink(file, made);
            } catch (FileAlreadyExistsException e) {
                // Somebody else was faster.
            } catch (UnsupportedOperationException e) {
                Files.move(made, file);
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
