package io.troupe.cluster.offset;

import io.troupe.cluster.outage.Unrecorded;
import io.troupe.persistence.offset.OffsetsState;

/**
 * Offsets while their database is away: what is to be recorded gets no answer. Tasks hold on to it, the latest offset of
 * each source partition, and ask again. A task that reads where to begin waits, too, for what is being written.
 */
final class UnrecordedOffsets implements Unrecorded<OffsetsEntity.Command, OffsetsState> {

    @Override
    public boolean refuse(OffsetsEntity.Command message) {
        return !(message instanceof OffsetsEntity.Read) && !(message instanceof OffsetsEntity.ListAfter);
    }

    @Override
    public boolean answer(OffsetsEntity.Command message, OffsetsState recorded) {
        if (message instanceof OffsetsEntity.ListAfter ask) {
            ask.replyTo().tell(OffsetsEntity.page(recorded, ask));
            return true;
        }
        return false;
    }
}
