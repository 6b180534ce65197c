package io.troupe.worker.connector.validation;

import static io.troupe.worker.connector.validation.Validating.definition;
import static io.troupe.worker.connector.validation.Validating.names;
import static io.troupe.worker.connector.validation.Validating.sink;
import static io.troupe.worker.connector.validation.Validating.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which settings a validated configuration has, in which order and group; as in contract/rest/validate-good.json. */
class ValidatedSettingsTest {

    private static final List<String> SINK = List.of(
            "name",
            "connector.class",
            "connector.plugin.version",
            "tasks.max",
            "tasks.max.enforce",
            "key.converter",
            "key.converter.plugin.version",
            "value.converter",
            "value.converter.plugin.version",
            "header.converter",
            "header.converter.plugin.version",
            "transforms",
            "predicates",
            "config.action.reload",
            "errors.retry.timeout",
            "errors.retry.delay.max.ms",
            "errors.tolerance",
            "errors.log.enable",
            "errors.log.include.messages",
            "topics",
            "topics.regex",
            "errors.deadletterqueue.topic.name",
            "errors.deadletterqueue.topic.replication.factor",
            "errors.deadletterqueue.context.headers.enable",
            "file");

    @Test
    void theRuntimesSettingsGoFirstThenThePluginsOwn() {
        ValidatedConfig sink = sink();

        assertThat(names(sink)).isEqualTo(SINK);
        assertThat(sink.groups()).containsExactly("Common", "Transforms", "Predicates", "Error Handling");
        assertThat(sink.errorCount()).isZero();
        assertThat(sink.name()).isEqualTo("FileStreamSink");
    }

    @Test
    void aSourceHasSettingsThatASinkHasNot() {
        ValidatedConfig source = Validating.source(
                Validating.WORKER, "org.apache.kafka.connect.file.FileStreamSourceConnector", "topic", "t");

        assertThat(names(source).subList(19, 27))
                .containsExactly(
                        "topic.creation.groups",
                        "exactly.once.support",
                        "transaction.boundary",
                        "transaction.boundary.interval.ms",
                        "offsets.storage.topic",
                        "file",
                        "topic",
                        "batch.size");
        assertThat(source.groups()).endsWith("Topic Creation", "Exactly Once Support", "offsets.topic");
    }

    @Test
    void theWorkersConvertersAreTheDefaults() {
        ValidatedConfig sink = sink();

        assertThat(definition(sink, "key.converter").defaultValue())
                .isEqualTo("org.apache.kafka.connect.json.JsonConverter");
        assertThat(value(sink, "value.converter").value())
                .isEqualTo("org.apache.kafka.connect.storage.StringConverter");
        assertThat(value(sink, "value.converter.plugin.version").recommended()).containsExactly("4.4.0");
        assertThat(value(sink, "header.converter").recommended())
                .contains("org.apache.kafka.connect.storage.SimpleHeaderConverter")
                .isSorted();
    }

    @Test
    void eachAliasBringsTheSettingsOfItsPlugin() {
        ValidatedConfig sink = sink(
                "transforms", "r",
                "transforms.r.type", "RegexRouter",
                "transforms.r.regex", "(.*)",
                "transforms.r.replacement", "x",
                "predicates", "p",
                "predicates.p.type", "TopicNameMatches",
                "predicates.p.pattern", "a");

        assertThat(names(sink).subList(24, 34))
                .containsExactly(
                        "transforms.r.type",
                        "transforms.r.plugin.version",
                        "transforms.r.regex",
                        "transforms.r.replacement",
                        "transforms.r.negate",
                        "transforms.r.predicate",
                        "predicates.p.type",
                        "predicates.p.plugin.version",
                        "predicates.p.pattern",
                        "file");
        assertThat(sink.groups()).endsWith("Transforms: r", "Predicates: p");
        assertThat(definition(sink, "transforms.r.predicate").orderInGroup()).isEqualTo(5);
        assertThat(value(sink, "transforms.r.type").value())
                .isEqualTo("org.apache.kafka.connect.transforms.RegexRouter");
        assertThat(sink.errors()).isEmpty();
    }

    @Test
    void whatAPluginRefusesIsAnErrorOfItsPrefixedSetting() {
        ValidatedConfig sink = sink(
                "transforms", "r",
                "transforms.r.type", "RegexRouter",
                "transforms.r.regex", "[",
                "value.converter", "Json",
                "value.converter.schemas.enable", "perhaps");

        assertThat(value(sink, "transforms.r.regex").errors())
                .singleElement()
                .asString()
                .startsWith("Invalid value [ for configuration regex: Invalid regex");
        assertThat(value(sink, "transforms.r.replacement").errors())
                .containsExactly(
                        "Missing required configuration \"transforms.r.replacement\" which has no default value.");
        assertThat(value(sink, "value.converter.schemas.enable").errors()).hasSize(1);
        assertThat(value(sink, "value.converter.converter.type").value()).isEqualTo("value");
        assertThat(sink.errorCount()).isEqualTo(3);
        assertThat(sink.groups()).endsWith("Serialization", "Schemas");
    }

    @Test
    void onlyAPredicateCanBeNegated() {
        assertThat(value(
                                sink(
                                        "transforms", "d",
                                        "transforms.d.type", "DropHeaders",
                                        "transforms.d.headers", "h",
                                        "transforms.d.negate", "true"),
                                "transforms.d.type")
                        .errors())
                .containsExactly("Config 'transforms.d.negate' was provided but there is no config"
                        + " 'transforms.d.predicate' defining a predicate to be negated.");
    }

    @Test
    void aClassOfAnotherKindIsRefused() {
        ValidatedConfig sink = sink(
                "key.converter", "java.lang.String",
                "transforms", "t",
                "transforms.t.type", "org.apache.kafka.connect.json.JsonConverter",
                "predicates", "p,p");

        assertThat(value(sink, "key.converter").errors())
                .containsExactly("Class class java.lang.String does not implement the Converter interface");
        assertThat(value(sink, "transforms.t.type").errors())
                .singleElement()
                .asString()
                .endsWith("does not implement the Transformation interface");
        assertThat(value(sink, "predicates").errors())
                .containsExactly("Invalid value [p, p] for configuration predicates: Duplicate alias provided.");
    }

    @Test
    void nullIsNoValueUnlessThePluginTakesIt() {
        Map<String, String> config = new HashMap<>(Map.of("name", "v", "connector.class", "FileStreamSink"));
        config.put("topics", "t");
        config.put("file", null);
        config.put("what", null);
        String[] pairs = config.entrySet().stream()
                .flatMap(entry -> Arrays.asList(entry.getKey(), entry.getValue()).stream())
                .toArray(String[]::new);

        ValidatedConfig sink = sink(pairs);

        assertThat(names(sink)).startsWith("what", "name");
        assertThat(value(sink, "what").errors())
                .containsExactly("Null value can not be supplied as the configuration value.");
        assertThat(sink.errorCount()).isEqualTo(1);
    }

    @Test
    void aSinksConsumersAreNotInTheWorkersGroup() {
        assertThat(sink("consumer.override.group.id", "crew").errors())
                .containsExactly("Consumer group crew conflicts with Connect worker group crew");
        assertThat(sink("consumer.override.group.id", "others").errors()).isEmpty();
    }
}
