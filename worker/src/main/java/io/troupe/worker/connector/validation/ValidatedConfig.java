package io.troupe.worker.connector.validation;

import io.troupe.worker.provider.Resolved;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A connector's configuration, setting by setting: what PUT validate answers, and why POST and PUT refuse.
 *
 * @param name the connector's class as it is configured
 */
public record ValidatedConfig(String name, int errorCount, List<String> groups, List<Setting> settings) {

    public ValidatedConfig {
        groups = List.copyOf(groups);
        settings = List.copyOf(settings);
    }

    static ValidatedConfig of(Resolved config, List<ValidatedPart> parts) {
        Set<String> groups = new LinkedHashSet<>();
        List<Setting> settings = new ArrayList<>();
        int errors = 0;
        for (ValidatedPart part : parts) {
            ValidatedPart shown = part.concealed(config);
            groups.addAll(shown.groups());
            settings.addAll(shown.settings());
            errors += shown.errorCount();
        }
        return new ValidatedConfig(
                config.written().getOrDefault("connector.class", ""), errors, List.copyOf(groups), settings);
    }

    /** In words for the user; empty when the configuration may be taken. */
    public List<String> errors() {
        return settings.stream().flatMap(setting -> setting.errors().stream()).toList();
    }

    /** Settings may be secrets and stay out of logs. */
    @Override
    public String toString() {
        return "ValidatedConfig[name=" + name + ", errorCount=" + errorCount + "]";
    }
}
