package io.troupe.worker.source;

import io.troupe.persistence.offset.OffsetJson;
import io.troupe.worker.health.Vitals;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What goes with the next commit: records in their order, sent or dropped, and the last offset of each source partition
 * among those that were sent. Touched by the task's thread; a record's metadata comes on the producer's.
 */
final class OpenTransaction {

    /** One object a record: what is noted of it is the producer's callback. */
    private static final class Noted implements Callback {
        private final SourceRecord record;
        private final OpenTransaction owner;
        private volatile @Nullable RecordMetadata metadata;

        private Noted(SourceRecord record, OpenTransaction owner) {
            this.record = record;
            this.owner = owner;
        }

        @Override
        public void onCompletion(RecordMetadata sent, @Nullable Exception exception) {
            if (exception == null) {
                metadata = sent;
            } else if (owner.failure == null) {
                owner.failure = exception;
            }
            owner.vitals.answered();
        }
    }

    private final Vitals vitals;
    private final List<Noted> noted = new ArrayList<>();
    private final Map<Map<String, ?>, @Nullable Map<String, ?>> offsets = new HashMap<>();
    private int sent;
    private volatile @Nullable Exception failure;

    OpenTransaction(Vitals vitals) {
        this.vitals = vitals;
    }

    /** The callback for a record that is about to be sent. */
    Callback callback(SourceRecord record) {
        return new Noted(record, this);
    }

    /** The producer has the record. A record without a source partition comes from nowhere one could go back to. */
    void sent(Callback callback) {
        Noted it = (Noted) callback;
        noted.add(it);
        sent++;
        Map<String, ?> partition = it.record.sourcePartition();
        if (partition != null) {
            offsets.put(partition, it.record.sourceOffset());
        }
    }

    /** It will not be sent: a transformation dropped it, or its failure was tolerated. */
    void dropped(SourceRecord record) {
        noted.add(new Noted(record, this));
        vitals.dropped();
    }

    /**
     * Kafka drops what was sent, and has said so of each record by now, which is no failure. Offsets stay, and so do the
     * records: dropped ones, now.
     */
    void aborted() {
        noted.replaceAll(each -> new Noted(each.record, this));
        sent = 0;
        failure = null;
    }

    int sent() {
        return sent;
    }

    int size() {
        return noted.size();
    }

    /**
     * As canonical JSON.
     *
     * @throws ConnectException when a plugin's partition or offset cannot be written: contract/behaviours.md, section 5
     */
    Map<String, @Nullable String> offsets() {
        Map<String, @Nullable String> written = new HashMap<>();
        try {
            offsets.forEach((partition, offset) ->
                    written.put(OffsetJson.write(partition), offset == null ? null : OffsetJson.write(offset)));
        } catch (RuntimeException e) {
            throw new ConnectException("The offsets of a transaction cannot be written", e);
        }
        return written;
    }

    /** Tells what became of each record; all is over then. */
    void tell(Sends.Teller teller) {
        noted.forEach(each -> teller.commitRecord(each.record, each.metadata));
        noted.clear();
        offsets.clear();
        sent = 0;
    }

    /** @throws ConnectException when Kafka refused a record: the transaction cannot be committed */
    void throwIfFailed() {
        Exception known = failure;
        if (known != null) {
            throw new ConnectException("Unrecoverable exception from producer send callback", known);
        }
    }
}
