package io.troupe.plugins;

import io.troupe.plugins.isolation.LoaderSwap;
import io.troupe.plugins.isolation.PluginClassLoader;
import java.sql.Driver;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDBC drivers that come with a plugin. {@link java.sql.DriverManager} looks for services once, in the loader of
 * whoever asks first; of a driver that lies elsewhere it hears when the driver's class is initialized. It gives a driver
 * only to those whose loader sees the same class, so each location has its own. Kafka Connect does the same as it scans.
 */
final class JdbcDrivers {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDrivers.class);

    private JdbcDrivers() {}

    /** They register themselves. One that cannot be used is none: a plugin may bring it without its dependencies. */
    static void load(Set<String> classNames, PluginClassLoader loader) {
        for (String className : classNames) {
            try {
                LoaderSwap.in(loader, () -> Class.forName(className, true, loader)
                        .asSubclass(Driver.class)
                        .getConstructor()
                        .newInstance());
            } catch (ReflectiveOperationException | LinkageError | RuntimeException failure) {
                LOG.warn("JDBC driver {} of {} cannot be used: {}", className, loader.getName(), Trial.reason(failure));
            }
        }
    }
}
