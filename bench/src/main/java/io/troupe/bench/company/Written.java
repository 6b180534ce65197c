package io.troupe.bench.company;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a ticking source has written, one track a partition, which is one a task. */
final class Written implements AutoCloseable {
    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();

    private final KafkaConsumer<byte[], String> consumer;
    private final List<TopicPartition> partitions;
    private final List<Track> tracks;

    Written(String broker, String topic, int count) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new StringDeserializer());
        partitions = IntStream.range(0, count)
                .mapToObj(it -> new TopicPartition(topic, it))
                .toList();
        tracks = Stream.generate(Track::new).limit(count).toList();
        consumer.assign(partitions);
    }

    /** Reads on to where the topic ends now. */
    List<Track> read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long begin = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue())
                && System.nanoTime() - begin < LIMIT_NANOS) {
            consumer.poll(Duration.ofMillis(100)).forEach(it -> tracks.get(it.partition())
                    .add(new Tick(it.timestamp(), Long.parseLong(it.value()), it.partition())));
        }
        return tracks;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
