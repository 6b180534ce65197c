package io.troupe.bench.company;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the sink reads: written from here, so that its silence is its own and not that of a source. */
final class Feed implements AutoCloseable {
    private static final byte[] VALUE = {'1'};

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final KafkaProducer<byte[], byte[]> producer;

    /** A record every so many milliseconds into each partition. */
    Feed(String broker, String topic, int partitions, long interval) {
        producer = new KafkaProducer<>(
                // Nobody counts what it writes, and a sequence that is broken must not silence it.
                Map.of("bootstrap.servers", broker, "enable.idempotence", "false", "acks", "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        var unused =
                clock.scheduleAtFixedRate(() -> send(topic, partitions), interval, interval, TimeUnit.MILLISECONDS);
    }

    private void send(String topic, int partitions) {
        for (int partition = 0; partition < partitions; partition++) {
            var unused = producer.send(new ProducerRecord<>(topic, partition, null, VALUE));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        producer.close(Duration.ofSeconds(5));
    }
}
