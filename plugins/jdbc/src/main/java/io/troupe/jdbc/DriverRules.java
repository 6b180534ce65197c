package io.troupe.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which properties of JDBC drivers a configuration may set. Some make the driver read or write the worker's files, load
 * classes or run scripts: whoever may create a connector is not therefore meant to do that, and validation would do it
 * already. The operator of a worker lets them through by name.
 */
final class DriverRules {

    /** A system property of the worker: names of driver properties, separated by commas. */
    static final String ALLOWED = "troupe.jdbc.allowed.properties";

    /** By the beginning of the URL; in lower case. */
    private static final Map<String, Set<String>> FORBIDDEN = Map.of(
            "jdbc:h2:",
            Set.of("init", "trace_level_file", "database_event_listener", "java_object_serializer", "authzpwd"),
            "jdbc:postgresql:",
            Set.of(
                    "socketfactory",
                    "socketfactoryarg",
                    "sslfactory",
                    "sslfactoryarg",
                    "sslhostnameverifier",
                    "sslpasswordcallback",
                    "authenticationpluginclassname",
                    "xmlfactoryfactory",
                    "loggerfile",
                    "loggerlevel",
                    "service"),
            "jdbc:mysql:",
            mysql(),
            "jdbc:mariadb:",
            mysql(),
            "jdbc:sqlite:",
            Set.of("enable_load_extension", "load_extension"));

    private static final Pattern PROPERTY = Pattern.compile("[?&;(,:]\\s*([A-Za-z_][A-Za-z0-9_.]*)\\s*=");

    private DriverRules() {}

    private static Set<String> mysql() {
        return Set.of(
                "allowloadlocalinfile",
                "allowloadlocalinfileinpath",
                "allowurlinlocalinfile",
                "allowlocalinfile",
                "autodeserialize",
                "queryinterceptors",
                "statementinterceptors",
                "connectionlifecycleinterceptors",
                "exceptioninterceptors",
                "authenticationplugins",
                "defaultauthenticationplugin",
                "disabledauthenticationplugins",
                "clientinfoprovider",
                "propertiestransform",
                "loadbalanceexceptionchecker",
                "loadbalancestrategy",
                "serverconfigcachefactory",
                "profilereventhandler",
                "logger",
                "socketfactory",
                "credentialtype",
                "tlssockettype",
                "serverrsapublickeyfile",
                "galeraallowedstate",
                "useconfigs");
    }

    /**
     * @param properties that the configuration gives the driver besides
     * @return the names, as written, of those that it may not set
     */
    static Set<String> refused(String url, Map<String, String> properties) {
        return refused(url, properties, System.getProperty(ALLOWED, ""));
    }

    static Set<String> refused(String url, Map<String, String> properties, String allowed) {
        Set<String> let =
                Arrays.stream(allowed.split(",", -1)).map(DriverRules::plain).collect(Collectors.toSet());
        Set<String> refused = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        String start = plain(url);
        FORBIDDEN.forEach((of, names) -> {
            if (start.startsWith(of)) {
                Matcher inUrl = PROPERTY.matcher(url);
                while (inUrl.find()) {
                    refused.add(inUrl.group(1));
                }
                refused.addAll(properties.keySet());
                refused.removeIf(name -> !names.contains(plain(name)) || let.contains(plain(name)));
            }
        });
        return refused;
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
