package io.troupe.plugins;

import io.github.classgraph.ClassGraph;
import io.github.classgraph.ClassInfo;
import io.github.classgraph.ClassInfoList;
import io.github.classgraph.ScanResult;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds plugin classes by what their class files say they extend, for plugins that {@code META-INF/services} forgot.
 *
 * <p>No class of the plugin is loaded for it: a worker would not start in seconds otherwise, and code that merely lies
 * in a jar must not run. Only supertypes that lie outside the location are loaded (not initialised), since their own
 * supertypes cannot be read from the location's jars: a converter may extend the worker's JsonConverter.
 */
final class ClassScan {

    /**
     * Libraries of the worker itself that hold no plugins. Reading their 40,000 classes would make up most of a worker's
     * start; what their jars might declare in {@code META-INF/services} is seen all the same.
     */
    private static final String[] PLAIN_JARS = {
        "scala-library*.jar",
        "scala-reflect*.jar",
        "scala-compiler*.jar",
        "scalatest*.jar",
        "pekko-*.jar",
        "slick*.jar",
        "kafka_2*.jar",
        "kafka-group-coordinator*.jar",
        "kafka-metadata*.jar",
        "kafka-raft*.jar",
        "kafka-server*.jar",
        "kafka-storage*.jar",
        "kafka-streams*.jar",
        "h2-*.jar",
        "postgresql-*.jar",
        "mariadb-java-client*.jar",
        "jackson-core*.jar",
        "jackson-databind*.jar",
        "netty-*.jar",
        "logback-*.jar",
        "zstd-jni*.jar",
        "lz4-java*.jar",
        "snappy-java*.jar",
        "classgraph-*.jar",
        "asm-*.jar",
        "argparse4j-*.jar",
        "jose4j-*.jar",
        "jaxb-api-*.jar",
        "snakeyaml-*.jar",
        "jackson-dataformat-*.jar",
        "log4j-*.jar",
        "byte-buddy*.jar",
        "assertj-*.jar",
        "junit-*.jar"
    };

    /** The same for most of kafka-clients, whose config providers are plugins. */
    private static final String[] PLAIN_PACKAGES = {
        "org.apache.kafka.clients",
        "org.apache.kafka.common.message",
        "org.apache.kafka.common.requests",
        "org.apache.kafka.shaded"
    };

    private static final Logger LOG = LoggerFactory.getLogger(ClassScan.class);

    private final ClassLoader loader;
    private final Map<String, Set<PluginType>> outside = new HashMap<>();

    private ClassScan(ClassLoader loader) {
        this.loader = loader;
    }

    /** Class names by type among the jars and folders of one location; {@code loader} finds what they extend. */
    static Map<PluginType, Set<String>> of(PluginLocation location, ClassLoader loader) {
        if (location.classPath().isEmpty()) {
            return Map.of(); // its only jars are damaged
        }
        return new ClassScan(loader).read(classFiles().overrideClasspath(location.classPath()));
    }

    /** Class names by type on the class path that a loader stands for. */
    static Map<PluginType, Set<String>> ofClassPath(ClassLoader loader) {
        return new ClassScan(loader)
                .read(classFiles()
                        .overrideClassLoaders(loader)
                        .rejectJars(PLAIN_JARS)
                        .rejectPackages(PLAIN_PACKAGES));
    }

    private static ClassGraph classFiles() {
        return new ClassGraph()
                .enableClassInfo()
                .ignoreClassVisibility() // a public plugin may extend a base class that is not
                .enableExternalClasses()
                .disableNestedJarScanning() // no loader could load from a jar within a jar
                .disableModuleScanning();
    }

    private Map<PluginType, Set<String>> read(ClassGraph graph) {
        Map<PluginType, Set<String>> found = new EnumMap<>(PluginType.class);
        try (ScanResult result = graph.scan()) {
            for (ClassInfo candidate : result.getAllStandardClasses()) {
                if (candidate.isExternalClass() || candidate.isAbstract() || !candidate.isPublic()) {
                    continue;
                }
                for (PluginType type : typesOf(candidate)) {
                    found.computeIfAbsent(type, first -> new TreeSet<>()).add(candidate.getName());
                }
            }
        }
        return found;
    }

    private Set<PluginType> typesOf(ClassInfo candidate) {
        Set<PluginType> types = EnumSet.noneOf(PluginType.class);
        addTypes(candidate.getSuperclasses(), types);
        addTypes(candidate.getInterfaces(), types);
        return types;
    }

    private void addTypes(ClassInfoList supertypes, Set<PluginType> types) {
        for (ClassInfo supertype : supertypes) {
            for (PluginType type : PluginType.values()) {
                if (supertype.getName().equals(type.pluginClass().getName())) {
                    types.add(type);
                }
            }
            if (supertype.isExternalClass()) {
                types.addAll(outside.computeIfAbsent(supertype.getName(), this::typesOfOutside));
            }
        }
    }

    private Set<PluginType> typesOfOutside(String className) {
        Set<PluginType> types = EnumSet.noneOf(PluginType.class);
        if (className.startsWith("java.")) {
            return types;
        }
        try {
            Class<?> supertype = loader.loadClass(className);
            Arrays.stream(PluginType.values())
                    .filter(type -> type.pluginClass().isAssignableFrom(supertype))
                    .forEach(types::add);
        } catch (ClassNotFoundException | LinkageError missing) {
            // An optional dependency that is not installed; whether it matters shows when a plugin needs it.
            LOG.debug("{} is extended in a plugin but cannot be loaded: {}", className, missing.toString());
        }
        return types;
    }
}
