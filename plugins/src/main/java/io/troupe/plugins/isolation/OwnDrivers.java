package io.troupe.plugins.isolation;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Makes {@link DriverManager} forget the drivers of the loader that this class is defined in. Needs nothing but the JDK:
 * each {@link PluginClassLoader} defines it anew.
 */
public final class OwnDrivers implements Runnable {

    @Override
    public void run() {
        ClassLoader own = OwnDrivers.class.getClassLoader();
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == own) {
                forget(driver);
            }
        }
    }

    private static void forget(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            throw new IllegalStateException("Driver " + driver + " cannot be given up", e);
        }
    }
}
