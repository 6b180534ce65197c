package io.troupe.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which journal a group works with, as a record of {@code config.storage.topic}: workers that have no journal in common
 * have Kafka in common, and so notice that they are not of one cluster. It takes no right that a worker of Kafka Connect
 * does not have there; one that reads the topic passes over the record's key. Without the setting nothing is checked.
 */
final class KafkaRecordOfJournal {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaRecordOfJournal.class);
    static final String TOPIC = "config.storage.topic";
    static final String REPLACES = "troupe.database.replaces";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The record is among the latest, unless other workers write there. */
    private static final long FIRST_LOOK = 500;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, String> properties;
    private final String topic;
    private final String group;
    private final byte[] key;
    private final long deadline = System.nanoTime() + LIMIT.toNanos();

    private KafkaRecordOfJournal(Map<String, String> properties, String topic, String group) {
        this.properties = properties;
        this.topic = topic;
        this.group = group;
        this.key = ("troupe-journal-" + group).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param database as it may be shown
     * @throws IllegalStateException when the group works with another journal; the message names both, and the way on
     */
    static void check(Map<String, String> properties, String group, String journalId, String database) {
        String topic = properties.getOrDefault(TOPIC, "").strip();
        if (topic.isEmpty()) {
            return;
        }
        try {
            new KafkaRecordOfJournal(properties, topic, group).check(journalId, database);
        } catch (KafkaException | ExecutionException | TimeoutException | JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.warn(
                    "Which journal the group works with cannot be kept in topic {} ({}), so a worker of the group with"
                            + " another database is not noticed. It takes the rights to create, read and write the"
                            + " topic",
                    topic,
                    CommandFailed.lineOf(cause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading topic " + topic, e);
        }
    }

    private void check(String journalId, String database)
            throws ExecutionException, InterruptedException, TimeoutException, JsonProcessingException {
        TopicPartition partition = partition();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            long end = end(consumer, partition);
            String known = lookBack(consumer, partition, end);
            boolean replaced = known != null
                    && known.equals(properties.getOrDefault(REPLACES, "").strip());
            if (known != null && !known.equals(journalId) && !replaced) {
                throw refusal(known, journalId, database);
            }
            if (known == null || replaced) {
                write(partition, journalId);
                String first = first(consumer, partition, end);
                if (first != null && !first.equals(journalId)) {
                    write(partition, first);
                    throw refusal(first, journalId, database);
                }
            }
        }
    }

    private IllegalStateException refusal(String known, String journalId, String database) {
        return new IllegalStateException("Group " + group + " works with the journal " + known + ", says topic " + topic
                + ", but the database of this worker, " + database + ", is the journal " + journalId
                + ": all workers of a group share one database (troupe.database.url); if the other one was replaced for"
                + " good, set " + REPLACES + "=" + known + ".");
    }

    private TopicPartition partition() throws ExecutionException, InterruptedException, TimeoutException {
        try (Admin admin = Admin.create(settings(AdminClientConfig.configNames()))) {
            int partitions = partitions(admin);
            return new TopicPartition(topic, Utils.toPositive(Utils.murmur2(key)) % partitions);
        }
    }

    private int partitions(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        if (admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS).contains(topic)) {
            return admin
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .mapToInt(described -> described.partitions().size())
                    .findFirst()
                    .orElse(1);
        }
        short replicas = Short.parseShort(properties
                .getOrDefault("config.storage.replication.factor", "3")
                .strip());
        try {
            admin.createTopics(List.of(new NewTopic(topic, 1, replicas)
                            .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))))
                    .all()
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        return 1;
    }

    private Map<String, Object> settings(Set<String> known) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.keySet().retainAll(known);
        settings.remove("group.id");
        settings.remove("metric.reporters");
        settings.remove("interceptor.classes");
        return settings;
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> settings = settings(ConsumerConfig.configNames());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private long end(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
        return consumer.endOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
    }

    /** The latest record of the key, found from the end; null when there is none. */
    private @Nullable String lookBack(Consumer<byte[], byte[]> consumer, TopicPartition partition, long end)
            throws TimeoutException, JsonProcessingException {
        long begin = consumer.beginningOffsets(List.of(partition), LIMIT).getOrDefault(partition, 0L);
        long to = end;
        for (long length = FIRST_LOOK; to > begin; length *= 4) {
            long from = Math.max(begin, to - length);
            String found = read(consumer, partition, from, to, true);
            if (found != null) {
                return found;
            }
            to = from;
        }
        return null;
    }

    /** Of several workers that found none and wrote theirs, the first one is right. */
    private @Nullable String first(Consumer<byte[], byte[]> consumer, TopicPartition partition, long since)
            throws TimeoutException, JsonProcessingException {
        return read(consumer, partition, since, end(consumer, partition), false);
    }

    private @Nullable String read(
            Consumer<byte[], byte[]> consumer, TopicPartition partition, long from, long to, boolean latest)
            throws TimeoutException, JsonProcessingException {
        String found = null;
        consumer.seek(partition, from);
        while (consumer.position(partition) < to) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("it could not be read within " + LIMIT.toSeconds() + " s");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < to && Arrays.equals(record.key(), key) && record.value() != null) {
                    JsonNode journal = JSON.readTree(new String(record.value(), StandardCharsets.UTF_8))
                            .path("journal");
                    if (journal.isTextual() && (latest || found == null)) {
                        found = journal.asText();
                    }
                }
            }
        }
        return found;
    }

    private void write(TopicPartition partition, String journalId)
            throws ExecutionException, InterruptedException, TimeoutException, JsonProcessingException {
        Map<String, Object> settings = settings(ProducerConfig.configNames());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LIMIT.toMillis());
        byte[] value = JSON.writeValueAsString(Map.of("journal", journalId)).getBytes(StandardCharsets.UTF_8);
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, partition.partition(), key, value))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
