package io.troupe.worker.connector.validation;

import io.troupe.plugins.MalformedVersion;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.VersionRequest;
import io.troupe.worker.Closing;
import java.util.function.BiConsumer;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Checks of settings that name a plugin's class or version. A missing value passes: others see to it. */
final class PluginValidators {

    static final Validator VERSION =
            LambdaValidator.with((key, value) -> checkVersion(value), () -> "a version or a range of versions");

    private PluginValidators() {}

    /** A class of this type that can be created. */
    static Validator of(PluginType type) {
        BiConsumer<String, Object> check = (key, value) -> {
            if (value instanceof Class<?> named) {
                Utils.ensureConcreteSubclass(type.pluginClass(), named);
                checkCreation(key, named);
            }
        };
        return LambdaValidator.with(
                check,
                () -> "a " + type.pluginClass().getSimpleName() + " with a public constructor without arguments");
    }

    private static void checkVersion(@Nullable Object value) {
        try {
            VersionRequest.of((String) value);
        } catch (MalformedVersion e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkCreation(String key, Class<?> named) {
        try {
            Object created = named.getDeclaredConstructor().newInstance();
            if (created instanceof AutoCloseable closeable) {
                Closing.quietly(closeable);
            }
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new ConfigException(
                    key, named.getName(), "Could not find a public no-argument constructor for class" + because(e));
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw new ConfigException(key, named.getName(), "Could not instantiate class" + because(e));
        }
    }

    private static String because(Throwable failure) {
        return failure.getMessage() == null ? "" : ": " + failure.getMessage();
    }
}
