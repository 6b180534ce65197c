package io.troupe.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;

/**
 * One address of {@code listeners} or {@code admin.listeners}.
 *
 * @param host to bind to, an IPv6 address without brackets; all addresses when it is {@code 0.0.0.0}
 * @param port to bind to; 0 takes any free one
 */
record Listener(String scheme, String host, int port) {

    static final String HTTP = "http";
    static final String HTTPS = "https";
    private static final String ALL = "0.0.0.0";
    private static final Pattern FORM =
            Pattern.compile("(https?)://(?:\\[([\\w:.%-]+)]|([\\w:.%-]*)):(\\d{1,5})", Pattern.CASE_INSENSITIVE);

    /** @param key of the setting, named when a listener is refused */
    static List<Listener> parse(String key, List<String> listeners) {
        return listeners.stream().map(listener -> parse(key, listener)).toList();
    }

    private static Listener parse(String key, String listener) {
        Matcher form = FORM.matcher(listener.trim());
        if (!form.matches()) {
            throw new ConfigException(key, listener, "not of the form http://host:port or https://host:port");
        }
        int port = Integer.parseInt(form.group(4));
        if (port > 65_535) {
            throw new ConfigException(key, listener, "there is no such port: the highest is 65535");
        }
        String host = form.group(2) != null ? form.group(2) : form.group(3);
        return new Listener(form.group(1).toLowerCase(Locale.ROOT), host.isEmpty() ? ALL : host, port);
    }

    boolean secure() {
        return scheme.equals(HTTPS);
    }

    boolean everywhere() {
        return host.equals(ALL) || host.equals("::");
    }

    /**
     * Whether only this machine can reach it. A name may mean several addresses; one that leads nowhere cannot be bound
     * either.
     */
    boolean local() {
        if (everywhere()) {
            return false;
        }
        try {
            return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
