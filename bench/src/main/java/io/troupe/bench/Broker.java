package io.troupe.bench;

import io.troupe.bench.plugin.Payload;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.connect.storage.Converter;

/** The one broker of a run, a process of its own, and its topics. */
public final class Broker implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String BYTES = ByteArraySerializer.class.getName();

    private final String address;
    private final Admin admin;

    private Broker(String address) {
        this.address = address;
        this.admin = Admin.create(Map.of("bootstrap.servers", address));
    }

    /** Returns when it answers. */
    public static Broker start(Layout layout, Processes processes) {
        int port = Ports.free();
        String data = layout.scratch().resolve("broker").toString();
        processes.start(
                "broker",
                List.of(layout.launcher().toString(), "broker", "--port", Integer.toString(port), "--data", data),
                Map.of("TROUPE_HEAP", "1g", "JAVA_OPTS", ""));
        Broker broker = new Broker("127.0.0.1:" + port);
        await("the broker", broker.admin.describeCluster().nodes());
        return broker;
    }

    public String address() {
        return address;
    }

    public void create(String topic, int partitions) {
        await(
                "topic " + topic,
                admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                        .all());
    }

    public void delete(String topic) {
        await("the end of topic " + topic, admin.deleteTopics(List.of(topic)).all());
    }

    /** How long each partition of a topic is. */
    public List<Long> ends(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        var ends = await("the ends of " + topic, admin.listOffsets(latest).all());
        return IntStream.range(0, partitions)
                .mapToObj(it -> Objects.requireNonNull(ends.get(new TopicPartition(topic, it)))
                        .offset())
                .toList();
    }

    /** What a group of consumers has committed in a topic, by partition. */
    public Map<Integer, Long> committed(String group, String topic) {
        Map<Integer, Long> offsets = new HashMap<>();
        await("the offsets of " + group, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (partition.topic().equals(topic) && offset != null) {
                        offsets.put(partition.partition(), offset.offset());
                    }
                });
        return offsets;
    }

    /** Writes what a source with this format would have written. */
    void fill(String topic, Format format, long records) {
        Payload payload = format.payload();
        try (Converter converter = format.newConverter();
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", address, "key.serializer", BYTES, "value.serializer", BYTES))) {
            List<byte[]> values = payload.specimens().stream()
                    .map(it -> converter.fromConnectData(topic, it.schema(), it.value()))
                    .toList();
            for (long i = 0; i < records; i++) {
                var unused = producer.send(new ProducerRecord<>(topic, values.get((int) (i % values.size()))));
            }
        } catch (IOException e) {
            throw new BenchFailed("Topic " + topic + " cannot be filled", e);
        }
    }

    private static <T> T await(String what, KafkaFuture<T> answer) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailed("No success with " + what + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailed("Interrupted", e);
        }
    }

    /** The process is ended by who started it. */
    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
