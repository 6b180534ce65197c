package io.troupe.plugins;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One plugin as installed: a jar, or a folder with its jars or class files; it gets one loader of its own. */
record PluginLocation(Path path, List<Path> classPath) {

    PluginLocation {
        classPath = List.copyOf(classPath);
    }

    List<URL> urls() {
        List<URL> urls = new ArrayList<>();
        for (Path element : classPath) {
            try {
                urls.add(element.toUri().toURL());
            } catch (MalformedURLException impossible) {
                throw new IllegalStateException("A path of the file system has no URL: " + element, impossible);
            }
        }
        return urls;
    }

    /** The same location without some of its jars. */
    PluginLocation without(List<Path> jars) {
        return new PluginLocation(
                path, classPath.stream().filter(jar -> !jars.contains(jar)).toList());
    }
}
