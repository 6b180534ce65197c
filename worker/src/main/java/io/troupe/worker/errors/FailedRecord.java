package io.troupe.worker.errors;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that something failed on.
 *
 * @param origin the record as it came: a source record from the plugin, or a consumer record from Kafka
 * @param by what failed, for instance the class of a converter
 */
public record FailedRecord(Object origin, Stage stage, Class<?> by, Throwable error) {

    FailedRecord with(Throwable another) {
        return new FailedRecord(origin, stage, by, another);
    }

    /** The record as it lies in Kafka, or null when it does not come from there. */
    @SuppressWarnings("unchecked") // consumers of this runtime read bytes only
    @Nullable
    ConsumerRecord<byte[], byte[]> consumed() {
        return origin instanceof ConsumerRecord<?, ?> record ? (ConsumerRecord<byte[], byte[]>) record : null;
    }

    /** Records hold users' data, which does not belong into logs. */
    @Override
    public String toString() {
        return "FailedRecord[stage=" + stage + ", by=" + by.getName() + "]";
    }
}
