package io.troupe.persistence.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of an embedded database, which keep configurations and so passwords: they are for the user that runs the
 * worker, where the file system knows users. A folder that is there already stays as it is.
 *
 * @param database its file, without what H2 appends to the name; empty for databases that are no file of this kind
 */
public record JournalFiles(Optional<Path> database) {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFiles.class);
    private static final Pattern FILE = Pattern.compile("jdbc:h2:(?:file:)?(?![a-zA-Z]{2,}:)([^;]+).*");
    private static final List<String> SUFFIXES = List.of(".mv.db", ".trace.db", ".lock.db");

    public static JournalFiles of(JournalSettings settings) {
        Matcher file = FILE.matcher(settings.url());
        try {
            return new JournalFiles(
                    file.matches()
                            ? Optional.of(Path.of(file.group(1).replaceFirst("^~", System.getProperty("user.home")))
                                    .toAbsolutePath()
                                    .normalize())
                            : Optional.empty());
        } catch (InvalidPathException e) {
            return new JournalFiles(Optional.empty());
        }
    }

    /** Before the database does, which asks nobody who may look into it. */
    public void makeFolder() {
        database.map(Path::getParent).filter(folder -> !Files.exists(folder)).ifPresent(folder -> {
            try {
                if (posix(folder.getRoot())) {
                    Files.createDirectories(
                            folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                } else {
                    Files.createDirectories(folder);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The folder " + folder + " of the database cannot be made", e);
            }
        });
    }

    /** Once they are there. */
    public void protect() {
        database.ifPresent(base -> SUFFIXES.stream()
                .map(suffix -> base.resolveSibling(base.getFileName() + suffix))
                .filter(Files::isRegularFile)
                .filter(JournalFiles::posix)
                .forEach(JournalFiles::protect));
    }

    private static void protect(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | SecurityException e) {
            LOG.warn("Others may be able to read {}: it belongs to somebody else ({})", file, e.toString());
        }
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
