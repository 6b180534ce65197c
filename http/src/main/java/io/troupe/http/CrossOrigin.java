package io.troupe.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** Which web pages may call the REST API: {@code access.control.*}, answered as contract/rest/open-web.json shows. */
final class CrossOrigin {

    private static final List<String> DEFAULT_METHODS = List.of("GET", "POST", "HEAD");
    private static final Pattern EXPRESSION = Pattern.compile("[*+?()\\[\\]{}|^$\\\\]");

    private final List<Predicate<String>> allowed;
    private final String methods;

    private CrossOrigin(List<Predicate<String>> allowed, String methods) {
        this.allowed = allowed;
        this.methods = methods;
    }

    /**
     * @param origins none: no page may. One is taken literally, unless it is {@code *} or has the looks of a regular
     *     expression: a dot alone would otherwise let neighbouring domains in
     * @param methods that preflights are told; none: the container's
     */
    static CrossOrigin of(List<String> origins, List<String> methods) {
        return new CrossOrigin(
                origins.stream().map(CrossOrigin::matcher).toList(),
                String.join(",", methods.isEmpty() ? DEFAULT_METHODS : methods));
    }

    private static Predicate<String> matcher(String origin) {
        if (origin.equals("*")) {
            return any -> true;
        }
        if (!EXPRESSION.matcher(origin).find()) {
            return origin::equalsIgnoreCase;
        }
        try {
            return Pattern.compile(origin, Pattern.CASE_INSENSITIVE).asMatchPredicate();
        } catch (PatternSyntaxException e) {
            throw new ConfigException(
                    "access.control.allow.origin", origin, "neither an origin, nor *, nor a regular expression");
        }
    }

    Gate around(Gate inner) {
        return allowed.isEmpty() ? inner : request -> inner.answer(request).thenApply(answer -> on(request, answer));
    }

    /** Preflights, too, are passed on to the endpoint. */
    private HttpResponse on(HttpRequest request, HttpResponse answer) {
        HttpResponse varying = answer.addHeader(RawHeader.create("Vary", "Origin"));
        Optional<String> origin = request.getHeader("Origin").map(HttpHeader::value);
        if (origin.isEmpty() || allowed.stream().noneMatch(each -> each.test(origin.get()))) {
            return varying;
        }
        HttpResponse open = varying.addHeader(RawHeader.create("Access-Control-Allow-Origin", origin.get()));
        boolean preflight = request.method().equals(HttpMethods.OPTIONS)
                && request.getHeader("Access-Control-Request-Method").isPresent();
        return preflight
                ? open.addHeader(RawHeader.create("Access-Control-Allow-Methods", methods))
                        .addHeader(RawHeader.create("Access-Control-Allow-Headers", "Content-Type"))
                        .addHeader(RawHeader.create("Access-Control-Max-Age", "60"))
                : open;
    }
}
