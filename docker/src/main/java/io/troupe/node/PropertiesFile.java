package io.troupe.node;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
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
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private PropertiesFile() {}

    static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(textOf(bytesOf(file))));
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " has a malformed \\uxxxx escape", e);
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " cannot be read: " + CommandFailed.lineOf(e), e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
        return settings;
    }

    static byte[] bytesOf(Path file) {
        if (!Files.exists(file)) {
            throw new CommandFailed(file + " does not exist");
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed(file + " is not a file");
        }
        try {
            return Files.readAllBytes(file);
        } catch (AccessDeniedException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " may not be read by this user", e);
        } catch (IOException e) {
            throw new CommandFailed(CommandFailed.BROKEN, file + " cannot be read: " + CommandFailed.lineOf(e), e);
        }
    }

    /** Without the mark that editors put in front of UTF-8: it would belong to the first setting's name. */
    static String textOf(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            // What java.util.Properties has always assumed, and what stock files in that encoding rely on.
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
