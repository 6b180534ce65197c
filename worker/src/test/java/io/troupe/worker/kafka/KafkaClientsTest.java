package io.troupe.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.worker.WorkerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** Which settings win; defaults as in contract/clients.json. */
class KafkaClientsTest {

    private static final TaskId TASK = new TaskId(new ConnectorId("orders", 4), 2);
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\";";
    private static final String SEEN = SeenConfig.class.getName();

    private static KafkaClients clients(Map<String, String> more) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", "127.0.0.1:9",
                "group.id", "g",
                "key.converter", "k",
                "value.converter", "v",
                "producer.interceptor.classes", SEEN,
                "consumer.interceptor.classes", SEEN));
        properties.putAll(more);
        return new KafkaClients(ConfigFactory.load(), WorkerSettings.of(properties, "w:1"), "cluster");
    }

    private static Map<String, Object> ofProducer(Map<String, String> worker, Map<String, String> connector) {
        try (Producer<byte[], byte[]> producer = clients(worker).producer(TASK, connector)) {
            assertThat(producer).isNotNull();
            return SeenConfig.LAST.get();
        }
    }

    private static Map<String, Object> ofConsumer(Map<String, String> worker, Map<String, String> connector) {
        try (Consumer<byte[], byte[]> consumer = clients(worker).consumer(TASK, connector, true)) {
            assertThat(consumer).isNotNull();
            return SeenConfig.LAST.get();
        }
    }

    @Test
    void aProducerHasConnectsDefaults() {
        assertThat(ofProducer(Map.of(), Map.of()))
                .containsEntry("bootstrap.servers", "127.0.0.1:9")
                .containsEntry("client.id", "connector-producer-orders-2")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "false")
                .containsEntry("max.in.flight.requests.per.connection", "1")
                .containsEntry("delivery.timeout.ms", "2147483647")
                .containsEntry("max.block.ms", "9223372036854775807")
                .containsOnlyKeys(
                        "bootstrap.servers",
                        "client.id",
                        "acks",
                        "enable.idempotence",
                        "max.in.flight.requests.per.connection",
                        "delivery.timeout.ms",
                        "max.block.ms",
                        "metrics.context.connect.kafka.cluster.id",
                        "metrics.context.connect.group.id",
                        "interceptor.classes",
                        "key.serializer",
                        "value.serializer");
    }

    @Test
    void anExactlyOnceProducerHasItsTransactionalIdWhateverIsOverridden() {
        Map<String, String> overrides = Map.of(
                "producer.override.transactional.id", "mine",
                "producer.override.enable.idempotence", "false",
                "producer.override.linger.ms", "7");

        try (Producer<byte[], byte[]> producer =
                clients(Map.of("producer.transactional.id", "ours")).transactionalProducer(TASK, overrides)) {
            assertThat(producer).isNotNull();
            assertThat(SeenConfig.LAST.get())
                    .containsEntry("client.id", "connector-producer-orders-2")
                    .containsEntry("transactional.id", "g-orders-2")
                    .containsEntry("transaction.timeout.ms", "180000")
                    .containsEntry("enable.idempotence", "true")
                    .containsEntry("linger.ms", "7");
        }
    }

    @Test
    void aConsumerHasConnectsDefaultsAndASeatOfItsOwn() {
        assertThat(ofConsumer(Map.of(), Map.of()))
                .containsEntry("bootstrap.servers", "127.0.0.1:9")
                .containsEntry("client.id", "connector-consumer-orders-2")
                .containsEntry("group.id", "connect-orders")
                .containsEntry("group.instance.id", "g_.orders_.2")
                .containsEntry("enable.auto.commit", "false")
                .containsEntry("auto.offset.reset", "earliest")
                .containsOnlyKeys(
                        "bootstrap.servers",
                        "client.id",
                        "group.id",
                        "group.instance.id",
                        "enable.auto.commit",
                        "auto.offset.reset",
                        "metrics.context.connect.kafka.cluster.id",
                        "metrics.context.connect.group.id",
                        "interceptor.classes",
                        "key.deserializer",
                        "value.deserializer");
    }

    @Test
    void theWorkersPrefixWinsOverTheDefaults() {
        assertThat(ofProducer(Map.of("producer.linger.ms", "7", "producer.acks", "1", "consumer.acks", "0"), Map.of()))
                .containsEntry("linger.ms", "7")
                .containsEntry("acks", "1");
        assertThat(ofConsumer(Map.of("consumer.group.id", "mine", "linger.ms", "7"), Map.of()))
                .containsEntry("group.id", "mine")
                .doesNotContainKey("linger.ms");
    }

    @Test
    void theConnectorsOverrideWinsOverTheWorkersPrefix() {
        assertThat(ofProducer(
                        Map.of("producer.linger.ms", "7", "producer.batch.size", "1"),
                        Map.of("producer.override.linger.ms", "8", "producer.acks", "0")))
                .containsEntry("linger.ms", "8")
                .containsEntry("batch.size", "1")
                .containsEntry("acks", "all");
        assertThat(ofConsumer(
                        Map.of("consumer.max.poll.records", "1"), Map.of("consumer.override.max.poll.records", "2")))
                .containsEntry("max.poll.records", "2");
    }

    @Test
    void theWorkersPlainSecuritySettingsLieBelowAllOthers() {
        Map<String, String> worker = Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", LOGIN,
                "ssl.truststore.type", "PEM",
                "producer.sasl.mechanism", "SCRAM-SHA-256",
                "linger.ms", "7");
        assertThat(ofProducer(worker, Map.of("producer.override.ssl.truststore.type", "JKS")))
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                .containsEntry("ssl.truststore.type", "JKS")
                .doesNotContainKey("linger.ms");
        assertThat(ofConsumer(worker, Map.of()))
                .containsEntry("security.protocol", "SASL_PLAINTEXT")
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("ssl.truststore.type", "PEM");
    }

    @Test
    void aClientThatIsSentToOtherBrokersDoesNotLogInToThemAsTheWorker() {
        Map<String, String> worker = Map.of("security.protocol", "SASL_PLAINTEXT", "sasl.jaas.config", LOGIN);

        assertThat(ofProducer(worker, Map.of("producer.override.bootstrap.servers", "127.0.0.1:8")))
                .containsEntry("bootstrap.servers", "127.0.0.1:8")
                .doesNotContainKeys("security.protocol", "sasl.jaas.config");
    }

    @Test
    void aConnectorThatSendsItsClientElsewhereBringsItsOwnLogin() {
        Map<String, String> worker = new HashMap<>();
        for (String prefix : List.of("producer.", "consumer.", "admin.")) {
            worker.put(prefix + "security.protocol", "SASL_PLAINTEXT");
            worker.put(prefix + "sasl.mechanism", "PLAIN");
            worker.put(prefix + "sasl.jaas.config", LOGIN);
            worker.put(prefix + "ssl.keystore.password", "s3cret");
            worker.put(prefix + "client.dns.lookup", "use_all_dns_ips");
        }
        for (String elsewhere : List.of("127.0.0.1:8", "127.0.0.1:9,127.0.0.1:8")) {
            assertThat(ofProducer(worker, Map.of("producer.override.bootstrap.servers", elsewhere)))
                    .containsEntry("bootstrap.servers", elsewhere)
                    .containsEntry("client.dns.lookup", "use_all_dns_ips")
                    .doesNotContainKeys(
                            "security.protocol", "sasl.mechanism", "sasl.jaas.config", "ssl.keystore.password");
            assertThat(ofConsumer(worker, Map.of("consumer.override.bootstrap.servers", elsewhere)))
                    .doesNotContainKeys("security.protocol", "sasl.jaas.config", "ssl.keystore.password");
            assertThat(clients(worker).adminSettings("a", Map.of("admin.override.bootstrap.servers", elsewhere)))
                    .doesNotContainKeys("security.protocol", "sasl.jaas.config", "ssl.keystore.password");
        }
        assertThat(clients(worker).adminSettings("a", Map.of("admin.override.bootstrap.servers", " 127.0.0.1:9 ")))
                .containsEntry("sasl.jaas.config", LOGIN);
        assertThat(clients(worker)
                        .adminSettings(
                                "a",
                                Map.of(
                                        "admin.override.bootstrap.servers",
                                        "127.0.0.1:8",
                                        "admin.override.sasl.jaas.config",
                                        "its own")))
                .containsEntry("sasl.jaas.config", "its own");
    }

    @Test
    void aConnectorsClientHasNoProvidersOfItsOwn() {
        assertThat(clients(Map.of())
                        .adminSettings(
                                "a",
                                Map.of(
                                        "admin.override.config.providers",
                                        "file",
                                        "admin.override.config.providers.file.class",
                                        "org.apache.kafka.common.config.provider.FileConfigProvider",
                                        "admin.override.retries",
                                        "1")))
                .containsEntry("retries", "1")
                .doesNotContainKeys("config.providers", "config.providers.file.class");
    }

    @Test
    void anAdminClientGetsThePlainSettingsThenThePrefixThenTheOverride() {
        Map<String, String> worker = Map.of(
                "retries", "1", "retry.backoff.ms", "2", "admin.retry.backoff.ms", "3", "admin.client.id", "worker's");
        Map<String, Object> settings =
                clients(worker).adminSettings("mine", Map.of("admin.override.client.id", "its own"));

        assertThat(settings)
                .containsEntry("bootstrap.servers", "127.0.0.1:9")
                .containsEntry("retries", "1")
                .containsEntry("retry.backoff.ms", "3")
                .containsEntry("client.id", "its own")
                .containsEntry("metrics.context.connect.group.id", "g")
                .doesNotContainKey("group.id");
    }

    @Test
    void settingsThatMakeNoClientAreRefused() {
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> ofProducer(Map.of(), Map.of("producer.override.acks", "perhaps")));
    }

    @Test
    void recordsAreBytes() {
        assertThat(ofProducer(Map.of(), Map.of()))
                .hasEntrySatisfying("key.serializer", KafkaClientsTest::isOfBytes)
                .hasEntrySatisfying("value.serializer", KafkaClientsTest::isOfBytes);
        assertThat(ofConsumer(Map.of(), Map.of()))
                .hasEntrySatisfying("key.deserializer", KafkaClientsTest::isOfBytes)
                .hasEntrySatisfying("value.deserializer", KafkaClientsTest::isOfBytes);
    }

    private static void isOfBytes(Object serde) {
        assertThat(String.valueOf(serde)).contains("ByteArray");
    }

    @Test
    void theGroupOfASinkIsThatOfItsConsumers() {
        Map<String, String> worker = Map.of("consumer.group.id", "of-the-worker");
        Map<String, String> connector = Map.of("consumer.override.group.id", "of-the-connector");

        assertThat(clients(Map.of()).group("orders", Map.of())).isEqualTo("connect-orders");
        assertThat(clients(worker).group("orders", Map.of())).isEqualTo("of-the-worker");
        assertThat(clients(worker).group("orders", connector)).isEqualTo("of-the-connector");
    }

    @Test
    void aStaticMemberIsNamedByItsSeat() {
        assertThat(ofConsumer(Map.of(), Map.of()))
                .containsEntry(
                        "group.instance.id", clients(Map.of()).seats("orders").of(2));
    }

    @Test
    void aMemberWithoutASeatHasNoNameInItsGroup() {
        try (Consumer<byte[], byte[]> consumer = clients(Map.of()).consumer(TASK, Map.of(), false)) {
            assertThat(consumer.groupMetadata().groupInstanceId()).isEmpty();
            assertThat(SeenConfig.LAST.get())
                    .containsEntry("group.id", "connect-orders")
                    .doesNotContainKey("group.instance.id");
        }
    }
}
