package io.troupe.worker.pipeline;

import static io.troupe.worker.pipeline.Piping.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransformsTest {

    /** The topic that a record of this one ends up in; null when it is dropped. */
    private static @Nullable String topic(String topic, Map<String, String> config) {
        SourcePipeline pipeline = Piping.source(config);
        ProducerRecord<byte[], byte[]> encoded =
                pipeline.encode(new SourceRecord(Map.of(), Map.of(), topic, null, "v"));
        return encoded == null ? null : encoded.topic();
    }

    private static Map<String, String> routers(String names) {
        return config(
                "transforms", names,
                "transforms.a.type", "RegexRouter",
                "transforms.a.regex", "(.*)",
                "transforms.a.replacement", "$1-a",
                "transforms.b.type", "org.apache.kafka.connect.transforms.RegexRouter",
                "transforms.b.regex", "(.*)",
                "transforms.b.replacement", "$1-b");
    }

    private static Map<String, String> filter(String... more) {
        Map<String, String> config = config(
                "transforms", "drop",
                "transforms.drop.type", "Filter",
                "transforms.drop.predicate", "secret",
                "predicates", "secret",
                "predicates.secret.type", "TopicNameMatches",
                "predicates.secret.pattern", "secret-.*");
        config.putAll(config(more));
        return config;
    }

    @Test
    void transformationsFollowEachOtherAsListed() {
        assertThat(topic("t", routers("a,b"))).isEqualTo("t-a-b");
        assertThat(topic("t", routers(" b , a ,"))).isEqualTo("t-b-a");
        assertThat(topic("t", routers(""))).isEqualTo("t");
    }

    @Test
    void aPredicateSaysWhichRecordsATransformationIsFor() {
        assertThat(topic("secret-t", filter())).isNull();
        assertThat(topic("t", filter())).isEqualTo("t");
    }

    @Test
    void aPredicateCanBeNegated() {
        assertThat(topic("secret-t", filter("transforms.drop.negate", "true"))).isEqualTo("secret-t");
        assertThat(topic("t", filter("transforms.drop.negate", "true"))).isNull();
    }

    @Test
    void aPredicateSeesTheRecordAsTheTransformationBeforeLeftIt() {
        Map<String, String> config = filter(
                "transforms", "hide,drop",
                "transforms.hide.type", "RegexRouter",
                "transforms.hide.regex", "(.*)",
                "transforms.hide.replacement", "secret-$1");

        assertThat(topic("t", config)).isNull();
    }

    @Test
    void aDroppedRecordGoesNoFurther() {
        Map<String, String> config = filter(
                "transforms", "drop,broken",
                "transforms.broken.type", "Cast$Value",
                "transforms.broken.spec", "no-field:int32");

        assertThat(topic("secret-t", config)).isNull();
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> topic("t", config))
                .withMessage("Tolerance exceeded in error handler");
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> topic("t", config("transforms", "a")))
                .withMessageContaining("transforms.a.type");
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> topic("t", config("transforms", "a", "transforms.a.type", "no.such.Smt")))
                .withMessageContaining("no.such.Smt");
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> topic("t", filter("transforms.drop.predicate", "other")))
                .withMessageContaining("predicates.other.type");
    }
}
