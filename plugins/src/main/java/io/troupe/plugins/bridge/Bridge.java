package io.troupe.plugins.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets plugins run that were made for an older or a newer Kafka than the worker's: their class files are rewritten, as
 * they are loaded, to the names that the worker's Kafka has, and to methods of ours where it has none.
 */
public final class Bridge {

    private final ClassLoader worker;
    private final Map<String, String> moved;
    private final Map<String, String> names;
    private final Set<String> concerned;

    private Bridge(ClassLoader worker) {
        this.worker = worker;
        moved = Map.copyOf(MovedClasses.missingIn(worker));
        Map<String, String> all = new HashMap<>(FormerClasses.INSTEAD);
        all.putAll(moved);
        names = Map.copyOf(all);
        concerned = new HashSet<>(names.keySet());
        concerned.addAll(FormerMethods.owners());
        concerned.addAll(FormerCallbacks.OWNERS);
    }

    /** The bridge to the Kafka on the class path that a loader stands for. */
    public static Bridge to(ClassLoader worker) {
        return new Bridge(worker);
    }

    /** A plugin's class file for the worker's Kafka, or null when it is right as it is, as nearly all are. */
    public byte @Nullable [] rewritten(byte[] classFile) {
        if (!Mentions.any(classFile, concerned)) {
            return null;
        }
        try {
            return Rewriting.of(classFile, names);
        } catch (RuntimeException unreadable) {
            return null; // damaged, or of a Java that is too new: the JVM says so itself, and better
        }
    }

    /**
     * A class file to answer reflection with, which asks for a class by a name that nothing could be rewritten in; null
     * when the worker's Kafka has no such class by another name.
     */
    public byte @Nullable [] standIn(String className) {
        String name = className.replace('.', '/');
        String instead = Rewriting.renamed(name, moved);
        if (instead == null) {
            return null;
        }
        try (InputStream file = worker.getResourceAsStream(instead + ".class")) {
            return file == null ? null : StandIn.of(file.readAllBytes(), name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
