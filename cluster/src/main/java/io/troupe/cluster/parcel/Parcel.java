package io.troupe.cluster.parcel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.SerializationExtension;

/** What arrives instead of a large message: where it is to be fetched. */
public final class Parcel {

    private final ExtendedActorSystem system;
    private final ActorRef<ParcelDesk.Command> from;
    private final long id;
    private final int size;
    private final int serializer;
    private final String manifest;

    Parcel(
            ExtendedActorSystem system,
            ActorRef<ParcelDesk.Command> from,
            long id,
            int size,
            int serializer,
            String manifest) {
        this.system = system;
        this.from = from;
        this.id = id;
        this.size = size;
        this.serializer = serializer;
        this.manifest = manifest;
    }

    /**
     * The answer as it was sent, whatever arrived of it. Fails with a {@link java.util.concurrent.TimeoutException}
     * when it cannot be fetched, and with a refusal when it could not be sent.
     */
    public static <T> CompletionStage<T> opened(CompletionStage<T> answer) {
        return answer.thenCompose(Parcel::open);
    }

    /** The type of an answer is not checked as it arrives: it may be something else. */
    @SuppressWarnings("unchecked")
    private static <T> CompletionStage<T> open(Object arrived) {
        if (arrived instanceof Parcel parcel) {
            return (CompletionStage<T>) parcel.open();
        }
        if (arrived instanceof Undelivered undelivered) {
            return CompletableFuture.failedFuture(undelivered.refusal().asException());
        }
        return CompletableFuture.completedFuture((T) arrived);
    }

    CompletionStage<Object> open() {
        return Parcels.of(system).fetch(from, id, size).thenApply(bytes -> SerializationExtension.get(system)
                .deserialize(bytes, serializer, manifest)
                .get());
    }

    @Override
    public String toString() {
        return "Parcel[" + manifest + " of " + size + " bytes from "
                + from.path().address() + "]";
    }
}
