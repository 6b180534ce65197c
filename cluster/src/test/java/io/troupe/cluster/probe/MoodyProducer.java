package io.troupe.cluster.probe;

import io.troupe.cluster.probe.Probe.Kafka;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A producer whose broker is in the mood that the probe says. */
final class MoodyProducer extends MockProducer<byte[], byte[]> {

    private final Probe probe;

    MoodyProducer(Probe probe) {
        super(false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
        this.probe = probe;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
            ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
        if (probe.kafka() == Kafka.DYING && callback != null) {
            probe.kafka(Kafka.SILENT);
            return answeredByADying(record, callback);
        }
        Future<RecordMetadata> sent = super.send(record, callback);
        boolean more = probe.kafka() == Kafka.ANSWERS;
        while (more) {
            more = completeNext();
        }
        return sent;
    }

    private static Future<RecordMetadata> answeredByADying(ProducerRecord<byte[], byte[]> record, Callback callback) {
        RecordMetadata metadata = new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0);
        Thread dying = new Thread(() -> callback.onCompletion(metadata, null), "dying-producer");
        dying.start();
        try {
            dying.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return CompletableFuture.completedFuture(metadata);
    }
}
