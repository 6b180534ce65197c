package io.troupe.http;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.MediaRange;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.headers.Accept;

/** What the Accept headers of a request say of an answer, as JAX-RS reads them for the reference. */
enum Acceptance {
    GIVEN,
    REFUSED,
    MALFORMED;

    /** A kind alone, such as {@code text} or {@code *}, stands for all of that kind. */
    private static final Pattern RANGE = Pattern.compile("([^\\s/;]+)(?:/([^\\s/;]+))?\\s*(?:;.*)?");

    private static final String ANY = "*";

    /** Who asks for nothing takes anything. */
    static Acceptance of(HttpRequest request, MediaType given) {
        boolean asked = false;
        boolean taken = false;
        for (HttpHeader header : request.getHeaders()) {
            if (header instanceof Accept accept) {
                for (MediaRange range : accept.getMediaRanges()) {
                    asked = true;
                    taken |= range.matches(given);
                }
            } else if (header.is("accept")) {
                for (String each : header.value().split(",", -1)) {
                    String range = each.trim().toLowerCase(Locale.ROOT);
                    if (!range.isEmpty()) {
                        Matcher parts = RANGE.matcher(range);
                        if (!parts.matches()) {
                            return MALFORMED;
                        }
                        asked = true;
                        taken |= isOne(parts.group(1), given.mainType())
                                && (parts.group(2) == null || isOne(parts.group(2), given.subType()));
                    }
                }
            }
        }
        return taken || !asked ? GIVEN : REFUSED;
    }

    private static boolean isOne(String wanted, String given) {
        return wanted.equals(ANY) || wanted.equals(given);
    }
}
