package io.troupe.node;

import org.apache.kafka.common.config.ConfigException;

/** Where a node listens or is reached. */
record HostPort(String host, int port) {

    /** @throws ConfigException when it is something else; the message names the setting */
    static HostPort parse(String key, String text) {
        String trimmed = text.trim();
        int colon = trimmed.lastIndexOf(':');
        try {
            int port = Integer.parseInt(trimmed.substring(colon + 1));
            if (colon > 0 && port >= 0 && port < 65_536) {
                return new HostPort(trimmed.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            // Said below, as every other fault of the form.
        }
        throw new ConfigException(key, text, "not of the form host:port");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
