package io.troupe.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Troupe's distribution beside the tests: its own classes and libraries before those of the tests, but for what the two
 * talk in. The tests hand their connectors over by static fields, so both have to mean the same classes: Kafka's clients
 * and the Connect API are the tests'. Where these names differ from those that Troupe is built with, Troupe's own bridge
 * for plugins of other generations is what makes its classes fit.
 */
final class TroupeClassLoader extends URLClassLoader {

    private static final Pattern SHARED_JARS = Pattern.compile(
            "(?:connect-api|connect-json|connect-transforms|kafka-clients|slf4j-api|logback-[a-z]+"
                    + "|jakarta\\.ws\\.rs-api|lz4-java|snappy-java|zstd-jni)-[0-9].*");

    private static final String BRIDGE = "io.troupe.plugins.bridge.";

    static {
        registerAsParallelCapable();
    }

    private final Object bridge;
    private final Method rewritten;

    private TroupeClassLoader(URL[] jars, ClassLoader tests) throws ReflectiveOperationException {
        super("troupe", jars, tests);
        URLClassLoader plain = new URLClassLoader("bridge", jars, tests);
        Class<?> type = plain.loadClass(BRIDGE + "Bridge");
        bridge = type.getMethod("to", ClassLoader.class).invoke(null, tests);
        rewritten = type.getMethod("rewritten", byte[].class);
    }

    /** The distribution in a folder, with the class path of the tests behind it. */
    static TroupeClassLoader of(Path home) {
        try (Stream<Path> lib = Files.list(home.resolve("lib"))) {
            List<URL> jars = new ArrayList<>();
            for (Path jar : lib.filter(it -> it.toString().endsWith(".jar")).sorted().toList()) {
                if (!SHARED_JARS.matcher(jar.getFileName().toString()).matches()) {
                    jars.add(jar.toUri().toURL());
                }
            }
            return new TroupeClassLoader(jars.toArray(URL[]::new), TroupeClassLoader.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException("No distribution of Troupe in " + home + "; build it first", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = name.startsWith("java.") ? null : own(name);
            }
            return loaded != null ? loaded : super.loadClass(name, resolve);
        }
    }

    private Class<?> own(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notHere) {
            return null;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        boolean compiledHere = name.startsWith("io.troupe.") || name.startsWith("org.apache.kafka.");
        if (!compiledHere || name.startsWith(BRIDGE)) {
            return super.findClass(name);
        }
        URL file = findResource(name.replace('.', '/') + ".class");
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = file.openStream()) {
            byte[] code = in.readAllBytes();
            byte[] fitting = (byte[]) rewritten.invoke(bridge, (Object) code);
            byte[] used = fitting == null ? code : fitting;
            return defineClass(name, used, 0, used.length, new CodeSource(file, (Certificate[]) null));
        } catch (IOException | ReflectiveOperationException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = Collections.list(findResources(name));
        found.addAll(Collections.list(getParent().getResources(name)));
        return Collections.enumeration(found);
    }
}
