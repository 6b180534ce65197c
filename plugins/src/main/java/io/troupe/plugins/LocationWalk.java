package io.troupe.plugins;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the entries of {@code plugin.path} into plugin locations (behaviours 16): a jar or zip is one; in a folder each
 * jar, and each sub-folder with jars at any depth or with class files, is one.
 *
 * <p>An entry that is missing gets one warning; what cannot be read is noted as broken. Neither stops the walk.
 */
final class LocationWalk {

    private static final Logger LOG = LoggerFactory.getLogger(LocationWalk.class);

    private final Map<Path, PluginLocation> locations = new LinkedHashMap<>();
    private final List<BrokenPlugin> broken = new ArrayList<>();

    LocationWalk(List<Path> entries) {
        entries.forEach(this::visitEntry);
    }

    /** In the order of the entries, each once, the children of a folder by name. */
    List<PluginLocation> locations() {
        return List.copyOf(locations.values());
    }

    List<BrokenPlugin> broken() {
        return List.copyOf(broken);
    }

    private void visitEntry(Path entry) {
        if (isArchive(entry) && Files.isRegularFile(entry)) {
            add(entry, List.of(entry));
        } else if (Files.isDirectory(entry)) {
            children(entry).forEach(this::visitChild);
        } else if (Files.exists(entry)) {
            LOG.warn("Plugin path entry {} is neither a folder nor a jar or zip file; it is skipped", entry);
        } else {
            LOG.warn("Plugin path entry {} does not exist; it is skipped", entry);
        }
    }

    private List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (IOException unreadable) {
            broken.add(BrokenPlugin.location(folder, "the folder cannot be read: " + unreadable));
        }
        children.sort(null); // the file system's order would differ from node to node
        return children;
    }

    private void visitChild(Path child) {
        if (Files.isDirectory(child)) {
            visitFolder(child);
        } else if (isArchive(child)) {
            add(child, List.of(child));
        }
    }

    private void visitFolder(Path folder) {
        Contents contents = new Contents();
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, contents);
        } catch (IOException unreadable) {
            broken.add(BrokenPlugin.location(folder, "the folder cannot be read: " + unreadable));
            return;
        }
        if (!contents.archives.isEmpty()) {
            if (contents.classFiles) {
                LOG.warn("Plugin folder {} has both jars and class files; only the jars are used", folder);
            }
            contents.archives.sort(null);
            add(folder, contents.archives);
        } else if (contents.classFiles) {
            add(folder, List.of(folder));
        }
    }

    private void add(Path path, List<Path> classPath) {
        Path absolute = path.toAbsolutePath().normalize();
        locations.putIfAbsent(
                absolute,
                new PluginLocation(
                        absolute,
                        classPath.stream()
                                .map(Path::toAbsolutePath)
                                .map(Path::normalize)
                                .toList()));
    }

    private static boolean isArchive(Path path) {
        String name = path.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jar") || name.endsWith(".zip");
    }

    private final class Contents extends SimpleFileVisitor<Path> {

        private final List<Path> archives = new ArrayList<>();
        private boolean classFiles;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isArchive(file)) {
                archives.add(file);
            }
            classFiles |= file.toString().endsWith(".class");
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            broken.add(BrokenPlugin.location(file, "the file cannot be read: " + failure));
            return FileVisitResult.CONTINUE;
        }
    }
}
