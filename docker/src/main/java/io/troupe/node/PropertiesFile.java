package io.troupe.node;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** A properties file of a worker or connector, read so that whatever is wrong with it is one clear line. */
final class PropertiesFile {
    private PropertiesFile() {}

    static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(textOf(file)));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " has a malformed \\uxxxx escape", e);
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " cannot be read: " + CommandFailed.lineOf(e), e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    static String textOf(Path file) {
        if (!Files.exists(file)) {
            throw new CommandFailed(file + " does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(file + " is not a file");
        }
        try {
            return decoded(file);
        } catch (AccessDeniedException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " cannot be read: " + CommandFailed.lineOf(e), e);
        }
    }

    private static String decoded(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notUtf8) {
            // What java.util.Properties has always assumed, and what stock files in that encoding rely on.
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        }
    }
}
