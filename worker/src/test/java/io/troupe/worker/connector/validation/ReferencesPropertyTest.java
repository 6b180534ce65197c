package io.troupe.worker.connector.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.worker.SecretSettings;
import io.troupe.worker.connector.ClientOverrides;
import io.troupe.worker.provider.ConfigProviders;
import io.troupe.worker.provider.Vault;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whether a setting is written down or stands behind a reference, what is thought of it is the same. */
class ReferencesPropertyTest {

    private static final Map<String, String> COMMON = Map.ofEntries(
            Map.entry("name", "v"),
            Map.entry("tasks.max", "2"),
            Map.entry("tasks.max.enforce", "false"),
            Map.entry("key.converter", "JsonConverter"),
            Map.entry("key.converter.schemas.enable", "false"),
            Map.entry("transforms", "r,h"),
            Map.entry("transforms.r.type", "RegexRouter"),
            Map.entry("transforms.r.regex", "a"),
            Map.entry("transforms.r.replacement", "b"),
            Map.entry("transforms.r.predicate", "p"),
            Map.entry("transforms.r.negate", "true"),
            Map.entry("transforms.h.type", "org.apache.kafka.connect.transforms.HoistField$Value"),
            Map.entry("transforms.h.field", "f"),
            Map.entry("predicates", "p"),
            Map.entry("predicates.p.type", "TopicNameMatches"),
            Map.entry("predicates.p.pattern", "x.*"),
            Map.entry("errors.tolerance", "all"),
            Map.entry("errors.retry.timeout", "1000"),
            Map.entry("config.action.reload", "none"),
            Map.entry("troupe.restart.policy", "none"),
            Map.entry("troupe.restart.min.ms", "20"));

    private static final Map<String, String> SOURCE = Map.ofEntries(
            Map.entry("connector.class", "FileStreamSource"),
            Map.entry("topic", "t"),
            Map.entry("producer.override.linger.ms", "7"),
            Map.entry("topic.creation.groups", "g"),
            Map.entry("topic.creation.default.partitions", "3"),
            Map.entry("topic.creation.default.replication.factor", "1"),
            Map.entry("topic.creation.g.include", "g.*"),
            Map.entry("exactly.once.support", "requested"),
            Map.entry("transaction.boundary", "interval"),
            Map.entry("transaction.boundary.interval.ms", "100"),
            Map.entry("offsets.storage.topic", "o"));

    private static final Map<String, String> SINK = Map.ofEntries(
            Map.entry("connector.class", "FileStreamSink"),
            Map.entry("topics", "t,u"),
            Map.entry("consumer.override.max.poll.records", "7"),
            Map.entry("errors.deadletterqueue.topic.name", "d"),
            Map.entry("errors.deadletterqueue.topic.replication.factor", "1"));

    /** Each on top of a configuration that is well. */
    private static final List<Map<String, String>> FAULTS = List.of(
            Map.of(),
            Map.of("tasks.max", "0"),
            Map.of("tasks.max", "many"),
            Map.of("topics", "t,t"),
            Map.of("topics.regex", "["),
            Map.of("topics.regex", "t.*"),
            Map.of("transforms.r.type", "Nobody"),
            Map.of("transforms", "r,r"),
            Map.of("predicates.p.pattern", "["),
            Map.of("key.converter", "Nobody"),
            Map.of("key.converter.schemas.enable", "perhaps"),
            Map.of("errors.tolerance", "some"),
            Map.of("errors.deadletterqueue.topic.name", "t"),
            Map.of("exactly.once.support", "sometimes"),
            Map.of("transaction.boundary", "never"),
            Map.of("config.action.reload", "always"),
            Map.of("troupe.restart.policy", "always"),
            Map.of("troupe.restart.min.ms", "0"));

    @Provide
    Arbitrary<Map<String, String>> configurations() {
        return Combinators.combine(Arbitraries.of(SOURCE, SINK), Arbitraries.of(FAULTS))
                .as((kind, fault) -> {
                    Map<String, String> config = new HashMap<>(COMMON);
                    config.putAll(kind);
                    config.putAll(fault);
                    return config;
                });
    }

    @Property(tries = 150)
    void aReferenceIsWhatItStandsFor(
            @ForAll("configurations") Map<String, String> config, @ForAll("choices") Set<Integer> chosen) {
        Map<String, String> written = new LinkedHashMap<>();
        config.keySet().stream().sorted().forEach(key -> {
            boolean chose = chosen.contains(written.size()) && !key.equals("name");
            written.put(key, chose ? "${vault:" + key + "}" : config.get(key));
        });

        ValidatedConfig literal = validated(config, config);
        ValidatedConfig referring = validated(config, written);

        assertThat(faulty(referring)).isEqualTo(faulty(literal));
        assertThat(Set.copyOf(Validating.names(referring))).isEqualTo(Set.copyOf(Validating.names(literal)));
        assertThat(referring.errorCount() == 0).isEqualTo(literal.errorCount() == 0);
    }

    @Provide
    Arbitrary<Set<Integer>> choices() {
        return Arbitraries.integers().between(0, COMMON.size() + SOURCE.size()).set();
    }

    private static ValidatedConfig validated(Map<String, String> values, Map<String, String> written) {
        Map<String, String> worker = new HashMap<>(Validating.WORKER);
        worker.put("config.providers", "vault");
        worker.put("config.providers.vault.class", Vault.class.getName());
        values.forEach((key, value) -> worker.put("config.providers.vault.param." + key, value));
        try (ConfigProviders providers = ConfigProviders.of(Validating.PLUGINS, worker)) {
            return new ConnectorValidation(
                            Validating.PLUGINS,
                            providers,
                            new SecretSettings(Validating.PLUGINS),
                            ClientOverrides.of(Validating.PLUGINS, Map.of()),
                            Validating.WORKER)
                    .validate(written);
        }
    }

    private static Set<String> faulty(ValidatedConfig validated) {
        return validated.settings().stream()
                .filter(setting -> !setting.errors().isEmpty())
                .flatMap(setting -> Stream.ofNullable(setting.value()))
                .map(SettingValue::name)
                .collect(Collectors.toSet());
    }
}
