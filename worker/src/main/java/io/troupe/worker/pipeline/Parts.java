package io.troupe.worker.pipeline;

import io.troupe.worker.errors.FailedRecord;
import io.troupe.worker.errors.Stage;
import io.troupe.worker.errors.Tolerance;
import io.troupe.worker.metrics.TaskPlugins;
import io.troupe.worker.metrics.TaskPlugins.Plugin;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.health.ConnectorType;

/** What a pipeline is made of, in whatever direction records go through it. */
record Parts<R extends ConnectRecord<R>>(Transforms<R> transforms, Converters converters, Tolerance tolerance) {

    TaskPlugins describe(ConnectorType type, Plugin connector, Plugin task) {
        return new TaskPlugins(
                type,
                connector,
                task,
                Plugin.of(converters.key().plugin()),
                Plugin.of(converters.value().plugin()),
                Plugin.of(converters.header().plugin()),
                transforms.transformations(),
                transforms.predicates());
    }

    FailedRecord failed(Object origin, Stage stage, Plugged<?> by, Exception e) {
        return new FailedRecord(origin, stage, by.plugin().getClass(), e);
    }

    void close() {
        tolerance.close();
        converters.close();
        transforms.close();
    }
}
