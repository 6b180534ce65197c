package io.troupe.plugins;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads which plugin classes {@code META-INF/services} declares.
 *
 * <p>{@link java.util.ServiceLoader} would do, were it not for one thing: it stops at the first file it cannot read and
 * at the worker's files it cannot tell from the plugin's, so that a broken plugin would hide its neighbours.
 */
final class DeclaredClasses {

    /** Finds all files of one name, in one location or on the class path. */
    @FunctionalInterface
    interface Resources {
        List<URL> named(String name) throws IOException;
    }

    private DeclaredClasses() {}

    /** Class names by type; a file that cannot be read is added to {@code broken} and skipped. */
    static Map<PluginType, Set<String>> read(
            String location, Resources resources, Collection<? super BrokenPlugin> broken) {
        Map<PluginType, Set<String>> declared = new EnumMap<>(PluginType.class);
        for (PluginType type : PluginType.values()) {
            Set<String> names = read(type.pluginClass(), location, resources, broken);
            if (!names.isEmpty()) {
                declared.put(type, names);
            }
        }
        return declared;
    }

    /** The same of one service. */
    static Set<String> read(
            Class<?> service, String location, Resources resources, Collection<? super BrokenPlugin> broken) {
        Set<String> names = new TreeSet<>();
        String file = "META-INF/services/" + service.getName();
        try {
            for (URL url : resources.named(file)) {
                names.addAll(classNames(url));
            }
        } catch (IOException unreadable) {
            broken.add(BrokenPlugin.location(location, file + " cannot be read: " + unreadable));
        }
        return names;
    }

    private static List<String> classNames(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false); // a cached jar would stay open when the plugin's loader is closed
        try (InputStream stream = connection.getInputStream()) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").trim())
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
