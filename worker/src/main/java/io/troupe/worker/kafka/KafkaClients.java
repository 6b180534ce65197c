package io.troupe.worker.kafka;

import com.typesafe.config.Config;
import io.troupe.persistence.TaskId;
import io.troupe.worker.Settings;
import io.troupe.worker.WorkerSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.ProducerSettings;

/**
 * Makes the clients of a task: Connect's own settings (contract/clients.json), over them the worker's with the client's
 * prefix, over them the connector's overrides.
 */
public final class KafkaClients {

    private static final Map<String, String> PRODUCER = Map.of(
            "acks", "all",
            "enable.idempotence", "false",
            "max.in.flight.requests.per.connection", "1",
            "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE),
            "max.block.ms", Long.toString(Long.MAX_VALUE));

    private static final Map<String, String> CONSUMER = Map.of(
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest");

    private final Config config;
    private final WorkerSettings settings;

    /** @param config of the actor system; {@code pekko.kafka.producer} and {@code pekko.kafka.consumer} count */
    public KafkaClients(Config config, WorkerSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    /** @throws org.apache.kafka.common.KafkaException when the settings do not make a producer */
    public Producer<byte[], byte[]> producer(TaskId task, Map<String, String> connectorConfig) {
        Map<String, String> properties = new HashMap<>(PRODUCER);
        properties.put("bootstrap.servers", settings.bootstrapServers());
        properties.put("client.id", "connector-producer-" + task.label());
        properties.putAll(Settings.under(settings.properties(), "producer."));
        properties.putAll(Settings.under(connectorConfig, "producer.override."));
        return ProducerSettings.create(
                        config.getConfig("pekko.kafka.producer"), new ByteArraySerializer(), new ByteArraySerializer())
                .withProperties(properties)
                .createKafkaProducer();
    }

    /**
     * A consumer that is a static member of its group: a task that comes back, wherever it runs then, takes over its
     * partitions at once, and whoever still consumed in its name is fenced.
     *
     * @throws org.apache.kafka.common.KafkaException when the settings do not make a consumer
     */
    public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, String> connectorConfig) {
        Map<String, String> properties = new HashMap<>(CONSUMER);
        properties.put("bootstrap.servers", settings.bootstrapServers());
        properties.put("client.id", "connector-consumer-" + task.label());
        properties.put("group.id", "connect-" + task.connector().name());
        properties.put("group.instance.id", settings.groupId() + "-" + task.label());
        properties.putAll(Settings.under(settings.properties(), "consumer."));
        properties.putAll(Settings.under(connectorConfig, "consumer.override."));
        return ConsumerSettings.create(
                        config.getConfig("pekko.kafka.consumer"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .withProperties(properties)
                .createKafkaConsumer();
    }
}
