package io.troupe.cluster.parcel;

import io.troupe.cluster.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** Where other nodes fetch this node's large messages. */
final class ParcelDesk {

    sealed interface Command extends Wire {}

    /** @param from the first byte that is wanted; as many come as a part holds */
    record Fetch(long id, int from, ActorRef<Part> replyTo) implements Command {}

    /** It has arrived. */
    record Release(long id) implements Command {}

    private enum Tidy implements Command {
        INSTANCE
    }

    /** @param bytes null when it is not kept any more */
    record Part(@Nullable ByteBuffer bytes) implements Wire {}

    private ParcelDesk() {}

    static Behavior<Command> create(Parcels parcels, Duration keptFor) {
        return Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tidy.INSTANCE, keptFor.dividedBy(4));
            return Behaviors.receive(Command.class)
                    .onMessage(Fetch.class, fetch -> {
                        fetch.replyTo().tell(new Part(parcels.part(fetch.id(), fetch.from())));
                        return Behaviors.same();
                    })
                    .onMessage(Release.class, release -> {
                        parcels.release(release.id());
                        return Behaviors.same();
                    })
                    .onMessage(Tidy.class, tidy -> {
                        parcels.releaseOlderThan(keptFor);
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
