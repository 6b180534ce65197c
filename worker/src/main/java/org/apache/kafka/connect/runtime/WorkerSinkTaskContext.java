package org.apache.kafka.connect.runtime;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * What a sink task may ask of its worker. Iceberg's sink reads the consumer out of it by reflection, by this class and
 * this field, and uses it on the task's thread, as the worker does.
 */
public abstract class WorkerSinkTaskContext implements SinkTaskContext {

    @SuppressWarnings("unused")
    private final Consumer<byte[], byte[]> consumer;

    protected WorkerSinkTaskContext(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }
}
