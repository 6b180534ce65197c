package io.troupe.http;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code response.http.headers.config} puts on every answer: rules {@code ACTION NAME:VALUE} with commas between.
 * One for a header that no answer can have, or that the server sets itself, is left out.
 */
final class ResponseHeaders {

    private static final Logger LOG = LoggerFactory.getLogger(ResponseHeaders.class);
    private static final String KEY = "response.http.headers.config";

    /** In double quotes a comma is not the end; a backslash takes the next character as it is. */
    private static final Pattern RULE = Pattern.compile("\\s*(\"((?:[^\"\\\\]|\\\\.)*)\"|[^\",]*)\\s*(?:,|$)");

    private static final Pattern PARTS = Pattern.compile("(\\S+)\\s+([^\\s:]+)\\s*:\\s*(.*)", Pattern.DOTALL);

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~\\w-]+");
    private static final Pattern VALUE = Pattern.compile("[^\\x00-\\x1f\\x7f]*");

    /** The server writes them itself. */
    private static final Set<String> RESERVED =
            Set.of("content-type", "content-length", "transfer-encoding", "connection");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final Clock clock;
    private final List<Rule> rules;

    private ResponseHeaders(Clock clock, List<Rule> rules) {
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * @param add beside a header of the same name; otherwise it replaces those of earlier rules, and makes way for the
     *     answer's own
     * @param date whether the value is a number of milliseconds from now
     */
    private record Rule(boolean add, boolean date, String name, String value) {

        boolean possible() {
            return NAME.matcher(name).matches()
                    && VALUE.matcher(value).matches()
                    && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
        }
    }

    /** @throws ConfigException when a rule has another form; the message names the setting and the form */
    static ResponseHeaders of(String config, Clock clock) {
        List<Rule> rules = new ArrayList<>();
        Matcher next = RULE.matcher(config);
        int end = 0;
        while (end < config.length()) {
            if (!next.find(end) || next.start() != end) {
                throw invalid(config);
            }
            String quoted = next.group(2);
            String rule = quoted == null
                    ? next.group(1).strip()
                    : quoted.replaceAll("\\\\(.)", "$1").strip();
            if (!rule.isEmpty()) {
                Rule parsed = rule(rule);
                if (parsed.possible()) {
                    rules.removeIf(earlier -> !parsed.add() && earlier.name().equalsIgnoreCase(parsed.name()));
                    rules.add(parsed);
                } else {
                    LOG.warn("A rule of {} is ignored, the header cannot be set: {}", KEY, rule);
                }
            }
            end = next.end();
        }
        return new ResponseHeaders(clock, List.copyOf(rules));
    }

    private static Rule rule(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw invalid(text);
        }
        String name = parts.group(2);
        String value = parts.group(3).strip();
        return switch (parts.group(1).toLowerCase(Locale.ROOT)) {
            case "set" -> new Rule(false, false, name, value);
            case "add" -> new Rule(true, false, name, value);
            case "setdate" -> new Rule(false, true, name, milliseconds(text, value));
            case "adddate" -> new Rule(true, true, name, milliseconds(text, value));
            default -> throw invalid(text);
        };
    }

    private static String milliseconds(String rule, String value) {
        try {
            return Long.toString(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new ConfigException(KEY, rule, "a date is given as a number of milliseconds from now");
        }
    }

    private static ConfigException invalid(String text) {
        return new ConfigException(
                KEY,
                text,
                "not of the form ACTION NAME:VALUE, where ACTION is set, add, setDate or addDate; put a rule with a comma"
                        + " in double quotes");
    }

    Gate around(Gate inner) {
        return rules.isEmpty() ? inner : request -> inner.answer(request).thenApply(this::on);
    }

    HttpResponse on(HttpResponse answer) {
        return answer.addHeaders(rules.stream()
                .filter(rule -> rule.add() || answer.getHeader(rule.name()).isEmpty())
                .map(rule -> (HttpHeader) RawHeader.create(rule.name(), rule.date() ? date(rule) : rule.value()))
                .toList());
    }

    private String date(Rule rule) {
        return DATE.format(clock.instant()
                .plus(Duration.ofMillis(Long.parseLong(rule.value())))
                .atOffset(ZoneOffset.UTC));
    }
}
