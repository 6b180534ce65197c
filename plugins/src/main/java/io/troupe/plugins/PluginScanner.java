package io.troupe.plugins;

import io.github.classgraph.ClassGraphException;
import io.troupe.plugins.isolation.PluginClassLoader;
import io.troupe.plugins.isolation.WorkerClassLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipFile;

/** Looks into a location, by the ways that the discovery mode allows. */
final class PluginScanner {

    private final WorkerClassLoader worker;
    private final DiscoveryMode mode;

    PluginScanner(WorkerClassLoader worker, DiscoveryMode mode) {
        this.worker = worker;
        this.mode = mode;
    }

    /** Scans the worker's own class path; its plugins see those of other locations by name, as isolated ones do. */
    LocationScan classPath() {
        List<BrokenPlugin> broken = new ArrayList<>();
        String location = PluginDescriptor.CLASSPATH;
        return new LocationScan(
                location,
                worker,
                declared(location, name -> Collections.list(worker.getResources(name)), broken),
                scanned(location, () -> ClassScan.ofClassPath(worker.getParent()), broken),
                broken);
    }

    /** Scans one location; its loader stays open and belongs to the caller. */
    @SuppressWarnings("resource") // the loader must outlive the scan: plugins are loaded from it as long as they run
    LocationScan isolated(PluginLocation found) {
        List<BrokenPlugin> broken = new ArrayList<>();
        PluginLocation location = withoutBadArchives(found, broken);
        String name = location.path().toString();
        PluginClassLoader loader = new PluginClassLoader(name, location.urls(), worker);
        DeclaredClasses.Resources own = file -> Collections.list(loader.findResources(file));
        JdbcDrivers.load(DeclaredClasses.read(Driver.class, name, own, broken), loader);
        return new LocationScan(
                name,
                loader,
                declared(name, own, broken),
                scanned(name, () -> ClassScan.of(location, loader), broken),
                broken);
    }

    private Map<PluginType, Set<String>> declared(
            String location, DeclaredClasses.Resources resources, List<BrokenPlugin> broken) {
        return mode.readsServices() ? DeclaredClasses.read(location, resources, broken) : LocationScan.nothing();
    }

    private Map<PluginType, Set<String>> scanned(
            String location, Supplier<Map<PluginType, Set<String>>> scan, List<BrokenPlugin> broken) {
        if (!mode.readsClasses()) {
            return LocationScan.nothing();
        }
        try {
            return scan.get();
        } catch (ClassGraphException failure) {
            broken.add(BrokenPlugin.location(location, "its classes cannot be read: " + failure.getMessage()));
            return LocationScan.nothing();
        }
    }

    /** A class loader passes over a damaged jar in silence, so it is opened here first. */
    private static PluginLocation withoutBadArchives(PluginLocation location, List<BrokenPlugin> broken) {
        List<Path> bad = new ArrayList<>();
        for (Path element : location.classPath()) {
            if (Files.isDirectory(element)) {
                continue;
            }
            try {
                new ZipFile(element.toFile()).close();
            } catch (IOException damaged) {
                bad.add(element);
                broken.add(BrokenPlugin.location(element, "it is not a readable jar: " + damaged.getMessage()));
            }
        }
        return location.without(bad);
    }
}
