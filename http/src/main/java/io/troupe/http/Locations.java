package io.troupe.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The address of what was created, its name encoded as in contract/rest/names.json. */
final class Locations {

    private static final Pattern LONE_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
    private static final String LITERAL = "-._~!$&'()*+,;=:@/";

    private Locations() {}

    static HttpHeader of(URI base, String collection, String name) {
        return RawHeader.create("Location", base + "/" + collection + "/" + encoded(name));
    }

    /** What looks encoded already stays as it is, and so does a slash. */
    private static String encoded(String name) {
        StringBuilder path = new StringBuilder();
        name.codePoints().forEach(point -> {
            boolean plain = point < 128 && (Character.isLetterOrDigit(point) || LITERAL.indexOf(point) >= 0);
            path.append(plain || point == '%' ? Character.toString(point) : bytes(point));
        });
        return LONE_PERCENT.matcher(path).replaceAll("%25");
    }

    private static String bytes(int point) {
        StringBuilder text = new StringBuilder();
        for (byte each : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
            text.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
        }
        return text.toString();
    }
}
