package io.troupe.worker;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.UnavailableVersion;
import io.troupe.plugins.UnknownPlugin;
import io.troupe.worker.source.UndecidedTransaction;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.connect.runtime.TooManyTasksException;

/**
 * The failures that trying again does not cure: somebody has to change a configuration, a permission or a plugin.
 * Whether they fail a task at once or are the reason behind what does, it is not restarted.
 */
public final class LastingFailures {

    /** All subtypes, too. */
    private static final List<Class<? extends Throwable>> KINDS = List.of(
            ConfigException.class,
            AuthenticationException.class,
            AuthorizationException.class,
            UnknownPlugin.class,
            UnavailableVersion.class,
            MalformedVersion.class,
            ClassNotFoundException.class,
            TooManyTasksException.class,
            UndecidedTransaction.class);

    /** Causes can go round in circles. */
    private static final int MOST_CAUSES = 50;

    private LastingFailures() {}

    /** What cannot even name its cause does not count as lasting. */
    public static boolean include(Throwable failure) {
        try {
            return anyCause(failure);
        } catch (Throwable untold) {
            return false;
        }
    }

    private static boolean anyCause(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (lasting(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean lasting(Throwable cause) {
        return KINDS.stream().anyMatch(kind -> kind.isInstance(cause));
    }
}
