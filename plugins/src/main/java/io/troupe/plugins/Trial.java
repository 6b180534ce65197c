package io.troupe.plugins;

import io.troupe.plugins.isolation.LoaderSwap;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import org.apache.kafka.connect.components.Versioned;

/**
 * Creates one plugin class for a try, which tells its version and whether it can be used at all.
 *
 * <p>Anything may be thrown by foreign code here, errors included; all of it becomes the reason why this one plugin is
 * broken.
 */
final class Trial {

    /** What came of it. */
    sealed interface Outcome {}

    record Usable(Class<?> pluginClass, String version) implements Outcome {}

    record Unusable(String reason) implements Outcome {}

    /** Not meant to be created: abstract, not public, or without a constructor that takes nothing. */
    record NoPlugin(String reason) implements Outcome {}

    private Trial() {}

    /** Loads, initialises and creates the class with its loader as the context class loader. */
    static Outcome of(String className, ClassLoader loader) {
        try {
            return LoaderSwap.in(loader, () -> {
                Class<?> pluginClass = Class.forName(className, false, loader);
                if (Modifier.isAbstract(pluginClass.getModifiers()) || !Modifier.isPublic(pluginClass.getModifiers())) {
                    return new NoPlugin("the class is abstract or not public");
                }
                return version(pluginClass, pluginClass.getConstructor());
            });
        } catch (NoSuchMethodException none) {
            return new NoPlugin("the class has no public constructor without arguments");
        } catch (Throwable anything) {
            return new Unusable(reason(anything));
        }
    }

    private static Usable version(Class<?> pluginClass, Constructor<?> constructor)
            throws ReflectiveOperationException {
        // Created even when it has no version to tell: a static initialiser that throws shows here, not in a task.
        Object plugin = constructor.newInstance();
        String version = plugin instanceof Versioned versioned ? versioned.version() : null;
        return new Usable(pluginClass, version == null ? PluginDescriptor.UNDEFINED : version);
    }

    /** The innermost cause in words. */
    static String reason(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof InvocationTargetException || cause instanceof ExceptionInInitializerError)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException) {
            return "a class is missing: " + String.valueOf(cause.getMessage()).replace('/', '.');
        }
        return cause.toString();
    }
}
