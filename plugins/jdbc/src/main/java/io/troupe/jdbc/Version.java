package io.troupe.jdbc;

/** Of the plugin's jar. */
public final class Version {

    private Version() {}

    public static String of(Class<?> plugin) {
        String version = plugin.getPackage().getImplementationVersion();
        return version == null ? "undefined" : version;
    }
}
