package io.troupe.worker.kafka;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What the static members of a sink's consumer group are called, one a task. Kafka takes only letters, digits, dots,
 * dashes and underscores, 249 of them; a group of workers and a connector may be called anything. No two of them share a
 * name: an underscore here always begins {@code __} (an underscore), {@code _xxxx} (any other character, in UTF-16),
 * {@code _.} (between the parts) or {@code _h} (what follows is a hash, since all would be too long).
 */
public final class Seats {

    /** Leaves room for the number of the task. */
    private static final int LONGEST = 230;
    /** Of what is too long, so many characters stay for people to read. */
    private static final int READABLE = 150;

    private static final String BETWEEN = "_.";

    /** No connector has more tasks than that. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private final String prefix;

    private Seats(String prefix) {
        this.prefix = prefix;
    }

    static Seats of(String group, String connector) {
        String whole = encoded(group) + BETWEEN + encoded(connector);
        return new Seats((whole.length() <= LONGEST ? whole : shortened(whole)) + BETWEEN);
    }

    /** Cut where no underscore is left that would begin something else. */
    private static String shortened(String whole) {
        String head = whole.substring(0, READABLE).replaceAll("_+[0-9a-f]{0,3}$", "");
        return head + "_h" + hash(whole);
    }

    /** The {@code group.instance.id} of a task. */
    public String of(int task) {
        return prefix + task;
    }

    /** Names that no task has. */
    List<String> nobodies() {
        return List.of(prefix + "nobody", prefix + "nobody-else");
    }

    /** Whether a static member is a task of this connector. */
    public boolean include(String member) {
        return number(member).isPresent();
    }

    /** Which task of this connector a static member is, if it is one. */
    OptionalInt number(String member) {
        if (!member.startsWith(prefix)) {
            return OptionalInt.empty();
        }
        String number = member.substring(prefix.length());
        return NUMBER.matcher(number).matches() ? OptionalInt.of(Integer.parseInt(number)) : OptionalInt.empty();
    }

    private static String encoded(String name) {
        StringBuilder text = new StringBuilder(name.length() + 16);
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (plain(c)) {
                text.append(c);
            } else if (c == '_') {
                text.append("__");
            } else {
                text.append('_').append(HexFormat.of().toHexDigits(c));
            }
        }
        return text.toString();
    }

    private static boolean plain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
