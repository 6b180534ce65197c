package io.troupe.plugins;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What one location turned out to hold; made by {@link PluginScanner}. */
final class LocationScan {

    private final String location;
    private final ClassLoader loader;
    private final Map<PluginType, Set<String>> declared;
    private final List<PluginDescriptor> plugins = new ArrayList<>();
    private final List<PluginDescriptor> undeclared = new ArrayList<>();
    private final List<BrokenPlugin> broken;

    LocationScan(
            String location,
            ClassLoader loader,
            Map<PluginType, Set<String>> declared,
            Map<PluginType, Set<String>> scanned,
            List<BrokenPlugin> broken) {
        this.location = location;
        this.loader = loader;
        this.declared = declared;
        this.broken = new ArrayList<>(broken);
        typesByClass(declared, scanned).forEach(this::tryOut);
    }

    String location() {
        return location;
    }

    ClassLoader loader() {
        return loader;
    }

    List<PluginDescriptor> plugins() {
        return plugins;
    }

    /**
     * Plugins that only the class files told of. Config providers, REST extensions and override policies are none of them:
     * Kafka Connect never looks for these in class files, whatever the discovery mode.
     */
    List<PluginDescriptor> undeclared() {
        return undeclared;
    }

    List<BrokenPlugin> broken() {
        return broken;
    }

    private static Map<String, Set<PluginType>> typesByClass(
            Map<PluginType, Set<String>> declared, Map<PluginType, Set<String>> scanned) {
        Map<String, Set<PluginType>> types = new TreeMap<>();
        for (Map<PluginType, Set<String>> found : List.of(declared, scanned)) {
            found.forEach((type, names) ->
                    names.forEach(name -> types.computeIfAbsent(name, first -> EnumSet.noneOf(PluginType.class))
                            .add(type)));
        }
        return types;
    }

    private void tryOut(String className, Set<PluginType> types) {
        Trial.Outcome outcome = Trial.of(className, loader);
        if (outcome instanceof Trial.Usable usable) {
            types.forEach(type -> accept(usable, type));
        } else if (outcome instanceof Trial.Unusable unusable) {
            broken.add(new BrokenPlugin(location, className, unusable.reason()));
        } else if (outcome instanceof Trial.NoPlugin none && isDeclared(className)) {
            // Found by scanning alone it is a base class; declared, somebody meant it to work.
            broken.add(new BrokenPlugin(location, className, none.reason()));
        }
    }

    private void accept(Trial.Usable usable, PluginType type) {
        String className = usable.pluginClass().getName();
        if (!type.pluginClass().isAssignableFrom(usable.pluginClass())) {
            broken.add(new BrokenPlugin(
                    location,
                    className,
                    "it is declared as " + type.pluginClass().getName() + " but does not extend that class"));
            return;
        }
        if (!location.equals(PluginDescriptor.CLASSPATH) && usable.pluginClass().getClassLoader() != loader) {
            return; // a copy of a class that always comes from the worker, where it is found already
        }
        PluginDescriptor plugin = new PluginDescriptor(className, type, usable.version(), location);
        plugins.add(plugin);
        if (type.isListed() && !declared.getOrDefault(type, Set.of()).contains(className)) {
            undeclared.add(plugin);
        }
    }

    private boolean isDeclared(String className) {
        return declared.values().stream().anyMatch(names -> names.contains(className));
    }

    static Map<PluginType, Set<String>> nothing() {
        return Map.of();
    }
}
