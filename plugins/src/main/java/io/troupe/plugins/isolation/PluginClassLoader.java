package io.troupe.plugins.isolation;

import io.troupe.plugins.bridge.Bridge;
import io.troupe.plugins.isolation.ClassFiles.ClassFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one plugin location, its own before the worker's, so that two plugins can use two versions of
 * one library. {@link SharedClasses} says what always comes from the worker. Resources follow the same order.
 */
public final class PluginClassLoader extends URLClassLoader {

    static {
        // Tasks of one connector load classes at the same time; one lock a loader could deadlock between two plugins.
        registerAsParallelCapable();
    }

    private final Bridge bridge;
    private final ClassFiles files;

    public PluginClassLoader(String location, List<URL> classPath, WorkerClassLoader parent) {
        super(location, classPath.toArray(URL[]::new), parent);
        bridge = parent.bridge();
        files = new ClassFiles(classPath);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = SharedClasses.contains(name) ? super.loadClass(name, false) : ownFirst(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> ownFirst(String name) throws ClassNotFoundException {
        Class<?> own = findOwn(name);
        return own != null ? own : getParent().loadClass(name);
    }

    /** A class of this location, or null: the worker must not be asked again when it is the one who asks. */
    @Nullable
    Class<?> loadOwn(String name) {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findOwn(name);
        }
    }

    private @Nullable Class<?> findOwn(String name) {
        try {
            return findClass(name);
        } catch (ClassNotFoundException notHere) {
            return null; // the usual case for everything that the worker provides
        }
    }

    /**
     * Classes that were made for another Kafka than the worker's are rewritten. All others are what they are in their file;
     * they are not left to the superclass only because that would unpack each a second time.
     */
    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        URL found = findResource(path);
        if (found == null) {
            throw new ClassNotFoundException(name);
        }
        ClassFile file;
        try {
            file = files.read(found, path);
        } catch (IOException unreadable) {
            return super.findClass(name); // which says what is wrong, or can read it after all
        }
        byte[] rewritten = bridge.rewritten(file.code);
        return define(name, rewritten == null ? file.code : rewritten, file);
    }

    private Class<?> define(String name, byte[] code, ClassFile file) {
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            definePackage(name.substring(0, dot), file);
        }
        return defineClass(name, code, 0, code.length, file.source);
    }

    private void definePackage(String name, ClassFile file) {
        Package known = getDefinedPackage(name);
        if (known == null) {
            try {
                Manifest manifest = file.manifest == null ? new Manifest() : file.manifest;
                known = definePackage(name, manifest, file.source.getLocation());
            } catch (IllegalArgumentException definedMeanwhile) {
                known = getDefinedPackage(name);
            }
        }
        if (known.isSealed() && !known.isSealed(file.source.getLocation())) {
            throw new SecurityException("sealing violation: package " + name + " is sealed");
        }
    }

    @Override
    public @Nullable URL getResource(String name) {
        URL own = findResource(name);
        return own != null ? own : super.getResource(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Map<String, URL> found = new LinkedHashMap<>(); // by text: URL.equals would look host names up
        for (URL url : Collections.list(findResources(name))) {
            found.putIfAbsent(url.toExternalForm(), url);
        }
        for (URL url : Collections.list(getParent().getResources(name))) {
            found.putIfAbsent(url.toExternalForm(), url);
        }
        return Collections.enumeration(new ArrayList<>(found.values()));
    }

    /** Its JDBC drivers are given up, too: {@link java.sql.DriverManager} would keep them, and this loader with them. */
    @Override
    public void close() throws IOException {
        forgetDrivers();
        super.close();
        files.close();
    }

    /** DriverManager gives up a driver only when a class of the driver's own loader asks for it. */
    private void forgetDrivers() throws IOException {
        String name = OwnDrivers.class.getName();
        synchronized (getClassLoadingLock(name)) {
            if (findLoadedClass(name) != null) {
                return;
            }
            try (InputStream file = OwnDrivers.class.getResourceAsStream("OwnDrivers.class")) {
                byte[] code = Objects.requireNonNull(file).readAllBytes();
                Class<?> asking = defineClass(name, code, 0, code.length);
                ((Runnable) asking.getConstructor().newInstance()).run();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public String toString() {
        return "PluginClassLoader[" + getName() + "]";
    }
}
