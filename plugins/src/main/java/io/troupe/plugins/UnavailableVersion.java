package io.troupe.plugins;

import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;

/** A plugin that is installed, but in no version that was asked for; the message names those that are. */
public final class UnavailableVersion extends ConnectException {

    private static final long serialVersionUID = 1L;

    /** Words as in contract/rest/create-bad.json. */
    UnavailableVersion(String className, VersionRequest wanted, List<String> available) {
        super("Plugin " + className + " not found that matches the version range " + wanted + ", available versions: "
                + available);
    }
}
