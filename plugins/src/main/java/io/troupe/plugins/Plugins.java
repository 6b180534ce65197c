package io.troupe.plugins;

import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.plugins.isolation.PluginClassLoader;
import io.troupe.plugins.isolation.WorkerClassLoader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry of installed plugins: class name or alias in, new instance in its own loader out.
 *
 * <p>Immutable once scanned and safe for any thread. A worker scans once, when it starts, and closes this after its
 * last task has ended.
 */
public final class Plugins implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private static final Set<PluginType> CONNECTORS = EnumSet.of(PluginType.SINK, PluginType.SOURCE);

    private final Catalogue catalogue;
    private final WorkerClassLoader worker;
    private final Map<String, ClassLoader> loaders;

    private Plugins(Catalogue catalogue, WorkerClassLoader worker, Map<String, ClassLoader> loaders) {
        this.catalogue = catalogue;
        this.worker = worker;
        this.loaders = Map.copyOf(loaders);
    }

    /**
     * Finds all plugins of {@code plugin.path}, of the distribution and of the class path.
     *
     * @throws ConnectException with {@link DiscoveryMode#HYBRID_FAIL} when a plugin is not declared in
     *     {@code META-INF/services}; a broken plugin is never a reason, see {@link #broken()}
     */
    public static Plugins scan(PluginSettings settings) {
        return scan(settings, Plugins.class.getClassLoader());
    }

    /** The same with another loader as the worker's class path. */
    public static Plugins scan(PluginSettings settings, ClassLoader classPath) {
        WorkerClassLoader worker = new WorkerClassLoader(classPath);
        PluginScanner scanner = new PluginScanner(worker, settings.discovery());
        LocationWalk walk = new LocationWalk(settings.entries());
        List<LocationScan> scans = new ArrayList<>();
        walk.locations().forEach(location -> scans.add(scanner.isolated(location)));
        scans.add(scanner.classPath()); // last: of equal versions an isolated one is preferred

        List<BrokenPlugin> broken = new ArrayList<>(walk.broken());
        List<PluginDescriptor> found = new ArrayList<>();
        Map<String, ClassLoader> loaders = new HashMap<>();
        for (LocationScan scan : scans) {
            broken.addAll(scan.broken());
            found.addAll(scan.plugins());
            loaders.put(scan.location(), scan.loader());
            LOG.info("Found {} plugins in {}", scan.plugins().size(), scan.location());
        }
        broken.forEach(plugin -> LOG.warn("Broken plugin: {}", plugin));

        Plugins plugins = new Plugins(new Catalogue(found, broken), worker, loaders);
        plugins.checkDeclared(settings.discovery(), scans);
        worker.provide(plugins.isolatedLoaders(found));
        return plugins;
    }

    /** All plugins that REST lists, as {@code GET /connector-plugins?connectorsOnly=false} orders them. */
    public List<PluginDescriptor> list() {
        return Arrays.stream(PluginType.values())
                .filter(PluginType::isListed)
                .flatMap(type -> catalogue.ofType(type).stream())
                .toList();
    }

    /** All plugins of one type, every version and location, by class name and version. */
    public List<PluginDescriptor> list(PluginType type) {
        return catalogue.ofType(type);
    }

    /** What is installed but cannot be used, and why. */
    public List<BrokenPlugin> broken() {
        return catalogue.broken();
    }

    /**
     * The plugin of a type by class name or alias, in its highest version.
     *
     * @throws UnknownPlugin when no class or more than one answers to the name
     */
    public PluginDescriptor find(PluginType type, String classOrAlias) {
        return find(type, classOrAlias, VersionRequest.ANY);
    }

    /**
     * The same in the highest version that is asked for.
     *
     * @throws UnavailableVersion when there is no such version
     */
    public PluginDescriptor find(PluginType type, String classOrAlias, VersionRequest version) {
        return first(EnumSet.of(type), classOrAlias, version);
    }

    /**
     * The connector, sink or source, by class name or alias, in its highest version.
     *
     * @throws UnknownPlugin when no class or more than one answers to the name, in the contract's words
     */
    public PluginDescriptor findConnector(String classOrAlias) {
        return first(CONNECTORS, classOrAlias, VersionRequest.ANY);
    }

    /**
     * The plugin of whatever type, by class name or simple alias: {@code Outer$Inner} is short for a class in
     * configurations only (contract/rest/plugin-config.json).
     *
     * @throws UnknownPlugin when no class or more than one answers to the name
     * @throws UnavailableVersion when there is no such version
     */
    public PluginDescriptor findAny(String classOrAlias, VersionRequest version) {
        Set<PluginType> all = EnumSet.allOf(PluginType.class);
        PluginDescriptor found = first(all, classOrAlias, version);
        if (classOrAlias.contains("$") && !found.className().equals(classOrAlias)) {
            throw catalogue.unknown(all, classOrAlias);
        }
        return found;
    }

    /**
     * The connector that a configuration means by {@code connector.class} and {@code connector.plugin.version}.
     *
     * @throws UnknownPlugin when no class or more than one answers to the name
     * @throws MalformedVersion when the version is none
     * @throws UnavailableVersion when there is no such version
     */
    public PluginDescriptor connectorOf(Map<String, String> config) {
        return first(
                CONNECTORS,
                config.getOrDefault("connector.class", ""),
                VersionRequest.of(config.get("connector.plugin.version")));
    }

    /**
     * The plugin that a connector's configuration means: near the connector when it asks for no version, among all when
     * it does (behaviours 8).
     *
     * @throws UnknownPlugin when no class or more than one answers to the name
     * @throws MalformedVersion when the version is none
     * @throws UnavailableVersion when there is no such version
     */
    public PluginDescriptor findFor(
            PluginDescriptor connector, PluginType type, String classOrAlias, @Nullable String version) {
        return version == null
                ? findNear(connector, type, classOrAlias)
                : find(type, classOrAlias, VersionRequest.of(version));
    }

    /**
     * The plugin that a connector's configuration means when it asks for no version: one that lies beside the connector
     * before all others (behaviours 8). A connector of the class path has no such neighbours.
     *
     * @throws UnknownPlugin when no class or more than one answers to the name
     */
    public PluginDescriptor findNear(PluginDescriptor connector, PluginType type, String classOrAlias) {
        if (!connector.isolated()) {
            return find(type, classOrAlias);
        }
        Predicate<PluginDescriptor> beside = plugin -> plugin.location().equals(connector.location());
        return catalogue.candidates(EnumSet.of(type), classOrAlias, beside).stream()
                .findFirst()
                .orElseGet(() -> find(type, classOrAlias));
    }

    /** Every version of a plugin, the highest first; empty for an unknown name. */
    public List<PluginDescriptor> versions(PluginType type, String classOrAlias) {
        return catalogue.candidates(EnumSet.of(type), classOrAlias, plugin -> true);
    }

    /**
     * Creates a plugin, with its loader as the context class loader. It is not configured.
     *
     * @throws ConnectException when the constructor throws, or the plugin is no {@code type}; says which plugin and why
     */
    public <T> T newInstance(PluginDescriptor plugin, Class<T> type) {
        ClassLoader loader = loaderOf(plugin);
        try {
            return LoaderSwap.in(
                    loader,
                    () -> type.cast(Class.forName(plugin.className(), true, loader)
                            .getConstructor()
                            .newInstance()));
        } catch (ReflectiveOperationException | LinkageError | ClassCastException failure) {
            throw new ConnectException(
                    "Could not create " + plugin.className() + " of " + plugin.location() + " as " + type.getName()
                            + ": " + Trial.reason(failure),
                    failure);
        }
    }

    /**
     * The loader that every call into this plugin has as context class loader; see {@link LoaderSwap}.
     *
     * @throws IllegalArgumentException for a plugin that these plugins did not find
     */
    public ClassLoader loaderOf(PluginDescriptor plugin) {
        ClassLoader loader = loaders.get(plugin.location());
        if (loader == null) {
            throw new IllegalArgumentException("No plugin location " + plugin.location() + " was scanned");
        }
        return loader;
    }

    /** A loader that sees the worker's classes and every plugin class by its name. */
    public ClassLoader loader() {
        return worker;
    }

    /** Closes all plugin loaders; classes that were not loaded until now cannot be loaded any more. */
    @Override
    public void close() {
        for (ClassLoader loader : loaders.values()) {
            if (loader instanceof PluginClassLoader isolated) {
                try {
                    isolated.close();
                } catch (IOException failure) {
                    LOG.warn("Could not close {}", isolated, failure);
                }
            }
        }
    }

    private PluginDescriptor first(Set<PluginType> types, String name, VersionRequest version) {
        List<PluginDescriptor> known = catalogue.candidates(types, name, plugin -> true);
        List<PluginDescriptor> all = known.isEmpty() ? undiscovered(types, name) : known;
        if (all.isEmpty()) {
            throw catalogue.unknown(types, name);
        }
        return all.stream()
                .filter(version::fits)
                .findFirst()
                .orElseThrow(() -> catalogue.unavailable(all.get(0).className(), version));
    }

    /** What the worker's class path has by its full name is a plugin, whether or not the discovery comes upon it. */
    private List<PluginDescriptor> undiscovered(Set<PluginType> types, String className) {
        boolean broken = catalogue.broken().stream().anyMatch(each -> className.equals(each.failedClass()));
        Class<?> found;
        try {
            found = broken ? Object.class : Class.forName(className, false, worker);
        } catch (ClassNotFoundException | LinkageError unknown) {
            return List.of();
        }
        return types.stream()
                .filter(type -> type.pluginClass().isAssignableFrom(found))
                .findFirst()
                .flatMap(type -> Trial.of(className, worker) instanceof Trial.Usable usable
                        ? Optional.of(
                                new PluginDescriptor(className, type, usable.version(), PluginDescriptor.CLASSPATH))
                        : Optional.empty())
                .map(List::of)
                .orElse(List.of());
    }

    /** For each class the loader of its highest version. */
    private Map<String, PluginClassLoader> isolatedLoaders(List<PluginDescriptor> found) {
        Map<String, PluginClassLoader> byClassName = new LinkedHashMap<>();
        found.stream().sorted(PluginDescriptor.BY_VERSION.reversed()).forEach(plugin -> {
            if (loaders.get(plugin.location()) instanceof PluginClassLoader isolated) {
                byClassName.putIfAbsent(plugin.className(), isolated);
            }
        });
        return byClassName;
    }

    private void checkDeclared(DiscoveryMode mode, List<LocationScan> scans) {
        String undeclared = scans.stream()
                .flatMap(scan -> scan.undeclared().stream())
                .map(plugin -> plugin.className() + " (" + plugin.type().wireName() + ", " + plugin.location() + ")")
                .collect(Collectors.joining(", "));
        if (undeclared.isEmpty() || mode == DiscoveryMode.ONLY_SCAN) {
            return;
        }
        String message = "Plugins that are not declared in META-INF/services, and that plugin.discovery=service_load"
                + " would not find: " + undeclared;
        if (mode == DiscoveryMode.HYBRID_FAIL) {
            close();
            throw new ConnectException(message);
        }
        LOG.warn("{}", message);
    }
}
