package io.troupe.plugins;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which plugin a name means; pure, knows no loaders. */
final class Catalogue {

    private final List<PluginDescriptor> plugins;
    private final List<BrokenPlugin> broken;
    private final Map<PluginType, List<PluginDescriptor>> byType = new EnumMap<>(PluginType.class);

    /** @param plugins in order of precedence among equal versions */
    Catalogue(List<PluginDescriptor> plugins, List<BrokenPlugin> broken) {
        this.plugins = List.copyOf(plugins);
        this.broken = List.copyOf(broken);
        for (PluginType type : PluginType.values()) {
            byType.put(
                    type,
                    plugins.stream()
                            .filter(plugin -> plugin.type() == type)
                            .sorted(PluginDescriptor.LISTING)
                            .toList());
        }
    }

    List<PluginDescriptor> ofType(PluginType type) {
        return byType.getOrDefault(type, List.of());
    }

    List<BrokenPlugin> broken() {
        return broken;
    }

    /**
     * All plugins of the types that a class name or, when there is none, an alias means: the highest version first, of
     * equal versions the one that {@code plugin.path} names first, the class path last. Empty when nothing matches.
     *
     * @throws UnknownPlugin for an alias that two classes share
     */
    List<PluginDescriptor> candidates(Set<PluginType> types, String name, Predicate<PluginDescriptor> among) {
        List<PluginDescriptor> byName =
                best(types, among, plugin -> plugin.className().equals(name));
        if (!byName.isEmpty()) {
            return byName;
        }
        List<PluginDescriptor> byAlias =
                best(types, among, plugin -> plugin.aliases().contains(name));
        if (byAlias.stream().map(PluginDescriptor::className).distinct().count() > 1) {
            String noun = types.iterator().next().noun();
            throw new UnknownPlugin(
                    name,
                    "More than one " + lowerFirst(noun) + " matches alias " + name
                            + ". Please use full package and class name instead. Classes found: " + names(byAlias));
        }
        return byAlias;
    }

    /** The error for a name that nothing answers to, in the words of the contract (rest/create-bad.json). */
    UnknownPlugin unknown(Set<PluginType> types, String name) {
        String noun = types.iterator().next().noun();
        List<PluginDescriptor> available =
                types.stream().flatMap(type -> ofType(type).stream()).toList();
        String why = broken.stream()
                .filter(candidate -> name.equals(candidate.failedClass()))
                .map(candidate -> ". " + candidate)
                .collect(Collectors.joining());
        return new UnknownPlugin(
                name,
                "Failed to find any class that implements " + noun + " and which name matches " + name + ", available "
                        + lowerFirst(noun) + "s are: " + names(available) + why);
    }

    /** The error for a version that is not installed; a class of two types counts twice, as in the contract. */
    UnavailableVersion unavailable(String className, VersionRequest version) {
        List<String> available = plugins.stream()
                .filter(plugin -> plugin.className().equals(className))
                .sorted(PluginDescriptor.BY_VERSION)
                .map(plugin -> Map.entry(plugin.type(), plugin.version()))
                .distinct()
                .map(Map.Entry::getValue)
                .toList();
        return new UnavailableVersion(className, version, available);
    }

    private List<PluginDescriptor> best(
            Set<PluginType> types, Predicate<PluginDescriptor> among, Predicate<PluginDescriptor> matching) {
        return plugins.stream()
                .filter(plugin -> types.contains(plugin.type()))
                .filter(among.and(matching))
                .sorted(PluginDescriptor.BY_VERSION.reversed())
                .toList();
    }

    private static String names(Collection<PluginDescriptor> plugins) {
        return plugins.stream()
                .map(plugin -> plugin.className() + " (" + plugin.version() + ", " + plugin.location() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static String lowerFirst(String noun) {
        return Character.toLowerCase(noun.charAt(0)) + noun.substring(1);
    }
}
