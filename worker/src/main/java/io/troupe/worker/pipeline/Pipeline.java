package io.troupe.worker.pipeline;

import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** What happens to each record between a plugin and Kafka. */
public final class Pipeline<R extends ConnectRecord<R>> implements AutoCloseable {

    private final Transforms<R> transforms;
    private final Converters converters;

    Pipeline(Transforms<R> transforms, Converters converters) {
        this.transforms = transforms;
        this.converters = converters;
    }

    /**
     * A source record as Kafka gets it, or null when a transformation dropped it.
     *
     * @throws ConnectException when a transformation or converter failed
     */
    public static @Nullable ProducerRecord<byte[], byte[]> encode(
            Pipeline<SourceRecord> pipeline, SourceRecord record) {
        return guarded(() -> {
            SourceRecord transformed = pipeline.transforms.apply(record);
            return transformed == null ? null : pipeline.converters.encode(transformed);
        });
    }

    /**
     * A record of Kafka's as a sink gets it, or null when a transformation dropped it.
     *
     * @throws ConnectException when a converter or transformation failed
     */
    public static @Nullable SinkRecord decode(Pipeline<SinkRecord> pipeline, ConsumerRecord<byte[], byte[]> record) {
        return guarded(() -> pipeline.transforms.apply(pipeline.converters.decode(record)));
    }

    /** Nothing is tolerated: a record that fails, fails the task. */
    private static <T> T guarded(Callable<T> stage) {
        try {
            return stage.call();
        } catch (Exception e) {
            throw new ConnectException("Tolerance exceeded in error handler", e);
        }
    }

    @Override
    public void close() {
        converters.close();
        transforms.close();
    }
}
