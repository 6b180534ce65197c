package io.troupe.plugins.isolation;

import io.troupe.plugins.bridge.Bridge;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parent of all plugin loaders: the worker's own classes, then the plugins of every location by class name.
 *
 * <p>The second half is what lets one plugin name a plugin of another location, as a converter in a setting of type
 * class. The worker's own classes go first, because code that links against them must see one consistent set.
 */
public final class WorkerClassLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final Bridge bridge;
    private volatile Map<String, PluginClassLoader> plugins = Map.of();

    public WorkerClassLoader(ClassLoader parent) {
        super("troupe-worker", parent);
        bridge = Bridge.to(parent);
    }

    /** What makes the classes of plugins fit the Kafka that the worker has. */
    Bridge bridge() {
        return bridge;
    }

    /** Says, once everything is scanned, which location provides which plugin class. */
    public void provide(Map<String, PluginClassLoader> byClassName) {
        plugins = Map.copyOf(byClassName);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        PluginClassLoader location = plugins.get(name);
        @Nullable Class<?> found = location == null ? null : location.loadOwn(name);
        if (found != null) {
            return found;
        }
        byte[] standIn = bridge.standIn(name);
        if (standIn == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, standIn, 0, standIn.length);
    }
}
