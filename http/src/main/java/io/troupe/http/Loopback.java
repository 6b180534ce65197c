package io.troupe.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses, not names: what a name means somebody else may decide. */
final class Loopback {

    private static final Pattern V4 = Pattern.compile("127(?:\\.(?:\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])){3}");
    private static final Pattern V6 = Pattern.compile("\\[?([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)]?");

    private Loopback() {}

    /** @param host an IPv6 address with or without brackets */
    static boolean address(String host) {
        if (V4.matcher(host).matches()) {
            return true;
        }
        var v6 = V6.matcher(host);
        try {
            // Text with a colon is never looked up.
            return v6.matches() && InetAddress.getByName(v6.group(1)).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
