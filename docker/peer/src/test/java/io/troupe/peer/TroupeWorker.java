package io.troupe.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A worker of Troupe in the process of the tests. All are of one class loader, and so can share an embedded journal. */
public final class TroupeWorker {

    private static final class Loaded {
        static final Path JOURNALS = newFolder();
        static final TroupeClassLoader TROUPE =
                TroupeClassLoader.of(Path.of(System.getProperty("peer.troupe.home")));
    }

    private final Object troupe;

    private TroupeWorker(Object troupe) {
        this.troupe = troupe;
    }

    /** One of a cluster: those with the same group and the same brokers have one journal. */
    public static TroupeWorker distributed(Map<String, String> properties) {
        String brokers = properties.get("bootstrap.servers").replaceAll("[^0-9]+", "-");
        Map<String, String> settings = new HashMap<>(properties);
        settings.put(
                "troupe.database.url",
                "jdbc:h2:file:" + Loaded.JOURNALS.resolve(settings.get("group.id") + brokers));
        return start(settings);
    }

    /** One by itself, whose journal is beside the file that its offsets would be in. */
    public static TroupeWorker standalone(Map<String, String> properties) {
        Map<String, String> settings = new HashMap<>(properties);
        settings.put("group.id", "standalone");
        String offsets = properties.get("offset.storage.file.filename");
        settings.put("troupe.database.url", "jdbc:h2:file:" + offsets + ".troupe");
        return start(settings);
    }

    private static TroupeWorker start(Map<String, String> settings) {
        settings.put("troupe.cluster.listener", "127.0.0.1:0");
        settings.put("troupe.restart.policy", "none"); // what has failed stays so, as with the original
        settings.put("troupe.cluster.ask-timeout", "20 s"); // some tests wait until a request has timed out
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Loaded.TROUPE);
        try {
            return new TroupeWorker(Loaded.TROUPE
                    .loadClass("io.troupe.node.Troupe")
                    .getMethod("start", Map.class)
                    .invoke(null, settings));
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    public URI url() {
        return (URI) call("restUrl");
    }

    public URI adminUrl() {
        return (URI) call("adminUrl");
    }

    public void stop() {
        call("stop");
    }

    private Object call(String method) {
        try {
            return troupe.getClass().getMethod(method).invoke(troupe);
        } catch (InvocationTargetException e) {
            throw unwrapped(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of this process: the next one may get the ports of this one's brokers. */
    private static Path newFolder() {
        try {
            Path work = Files.createDirectories(Path.of(System.getProperty("peer.work")));
            return Files.createTempDirectory(work, "journals").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RuntimeException unwrapped(InvocationTargetException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException itself ? itself : new IllegalStateException(cause);
    }
}
