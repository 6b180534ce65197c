package io.troupe.plugins.isolation;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which classes a plugin must share with the worker, and which it may bring itself (behaviours 16).
 *
 * <p>Shared is what both sides talk in: the JDK, Kafka's clients, the Connect API, SLF4J and the JAX-RS interfaces that
 * REST extensions get. Kafka's own plugins live in Kafka's packages too, but are plugins like any other.
 */
final class SharedClasses {

    private static final List<String> PREFIXES = List.of("org.apache.kafka.", "org.slf4j.", "jakarta.ws.rs.");

    private static final Pattern PLUGINS_OF_KAFKA = Pattern.compile("org\\.apache\\.kafka\\.(?:"
            + "connect\\.(?:file|json|mirror|converters|rest\\.basic\\.auth\\.extension)\\..+"
            + "|connect\\.connector\\.policy\\.(?!ConnectorClientConfig(?:OverridePolicy|Request(?:\\$ClientType)?)$).+"
            + "|connect\\.transforms\\.(?!Transformation$|predicates\\.Predicate$).+"
            + "|common\\.config\\.provider\\.(?!ConfigProvider$).+)");

    /** Asking the JDK's loader for every class would be one exception each; its packages are known beforehand. */
    private static final Set<String> JDK_PACKAGES = ModuleLayer.boot().modules().stream()
            .filter(module ->
                    module.getName().startsWith("java.") || module.getName().startsWith("jdk."))
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private SharedClasses() {}

    /** Whether the worker's class of this name goes before one that a plugin brings. */
    static boolean contains(String className) {
        if (PREFIXES.stream().anyMatch(className::startsWith)) {
            return !PLUGINS_OF_KAFKA.matcher(className).matches();
        }
        int dot = className.lastIndexOf('.');
        return className.startsWith("java.") || (dot > 0 && JDK_PACKAGES.contains(className.substring(0, dot)));
    }
}
