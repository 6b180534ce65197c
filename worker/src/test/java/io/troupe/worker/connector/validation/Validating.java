package io.troupe.worker.connector.validation;

import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.StockPlugins;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.provider.ConfigProviders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What validation tests share: a worker, and configurations with a few settings changed. */
final class Validating {

    static final Plugins PLUGINS = StockPlugins.scan();

    static final Map<String, String> WORKER =
            Map.of("group.id", "crew", "key.converter", "JsonConverter", "value.converter", "StringConverter");

    private Validating() {}

    /** @param pairs keys and values in turn, over what a sink needs */
    static ValidatedConfig sink(String... pairs) {
        return validate(WORKER, Map.of("name", "v", "connector.class", "FileStreamSink", "topics", "t"), pairs);
    }

    static ValidatedConfig source(Map<String, String> worker, Class<?> connector, String... pairs) {
        return source(worker, connector.getName(), pairs);
    }

    static ValidatedConfig source(Map<String, String> worker, String connector, String... pairs) {
        return validate(worker, Map.of("name", "v", "connector.class", connector), pairs);
    }

    private static ValidatedConfig validate(Map<String, String> worker, Map<String, String> base, String... pairs) {
        Map<String, String> config = new LinkedHashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        try (ConfigProviders providers = ConfigProviders.of(PLUGINS, worker)) {
            return new ConnectorValidation(
                            PLUGINS,
                            providers,
                            new SecretSettings(PLUGINS),
                            ClientOverrides.of(PLUGINS, Map.of()),
                            worker)
                    .validate(config);
        }
    }

    static List<String> names(ValidatedConfig validated) {
        return validated.settings().stream().map(Validating::name).toList();
    }

    private static String name(Setting setting) {
        Definition definition = setting.definition();
        SettingValue value = setting.value();
        return definition != null ? definition.name() : value != null ? value.name() : "";
    }

    static Definition definition(ValidatedConfig validated, String name) {
        return validated.settings().stream()
                .flatMap(setting -> Stream.ofNullable(setting.definition()))
                .filter(definition -> definition.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static SettingValue value(ValidatedConfig validated, String name) {
        return validated.settings().stream()
                .flatMap(setting -> Stream.ofNullable(setting.value()))
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
