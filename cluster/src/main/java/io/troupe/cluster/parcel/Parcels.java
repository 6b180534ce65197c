package io.troupe.cluster.parcel;

import io.troupe.cluster.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.ExtensionIdProvider;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * The large messages of this node: those that it has sent are kept here until they were fetched, and those that others
 * have sent are fetched from them, both a part at a time and within bounds.
 */
final class Parcels implements Extension {

    /** Bytes of a part: with all that is around it far from the 256 KiB of a frame. */
    static final int PART = 96 * 1024;

    /** Of a part: where it is asked for may be busy; and when its node has ended, whoever asked first asks again. */
    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10));

    private record Kept(ByteBuffer bytes, long sinceNanos) {
        int size() {
            return bytes.capacity();
        }
    }

    /** One for each actor system. */
    private static final class Id extends AbstractExtensionId<Parcels> implements ExtensionIdProvider {
        @Override
        public Parcels createExtension(ExtendedActorSystem system) {
            return new Parcels(Adapter.toTyped(system));
        }

        @Override
        public Id lookup() {
            return this;
        }
    }

    private static final Id ID = new Id();

    private final org.apache.pekko.actor.typed.ActorSystem<?> system;
    private final ParcelSettings settings;
    private final Map<Long, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong keptBytes = new AtomicLong();
    private final AtomicLong arrivingBytes = new AtomicLong();
    private final ActorRef<ParcelDesk.Command> desk;

    private Parcels(org.apache.pekko.actor.typed.ActorSystem<Void> system) {
        this.system = system;
        this.settings = ParcelSettings.of(system.settings().config());
        this.desk = system.systemActorOf(ParcelDesk.create(this, settings.keptFor()), "parcels", Props.empty());
    }

    static Parcels of(ActorSystem system) {
        return ID.get(system);
    }

    ParcelSettings settings() {
        return settings;
    }

    /** Where others fetch what is kept here. */
    ActorRef<ParcelDesk.Command> desk() {
        return desk;
    }

    // --- what this node has sent

    /** The name of what is kept from now on; none when there is no room for it. */
    OptionalLong keep(byte[] bytes) {
        if (keptBytes.addAndGet(bytes.length) > settings.kept()) {
            keptBytes.addAndGet(-bytes.length);
            return OptionalLong.empty();
        }
        long id = ids.incrementAndGet();
        kept.put(id, new Kept(ByteBuffer.wrap(bytes), System.nanoTime()));
        return OptionalLong.of(id);
    }

    /** Null when it is not kept, or not any more. */
    @Nullable
    ByteBuffer part(long id, int from) {
        Kept parcel = kept.get(id);
        return parcel == null || from < 0 || from >= parcel.size()
                ? null
                : parcel.bytes().slice(from, Math.min(PART, parcel.size() - from));
    }

    void release(long id) {
        Kept parcel = kept.remove(id);
        if (parcel != null) {
            keptBytes.addAndGet(-parcel.size());
        }
    }

    /** Nobody fetches any more what has been kept for that long. */
    void releaseOlderThan(Duration age) {
        long now = System.nanoTime();
        kept.forEach((id, parcel) -> {
            if (now - parcel.sinceNanos() > age.toNanos()) {
                release(id);
            }
        });
    }

    /** Bytes that are kept now. */
    long held() {
        return keptBytes.get();
    }

    // --- what others have sent

    /** Fails with a TimeoutException when it is not to be had any more: who asked for it may ask again. */
    CompletionStage<byte[]> fetch(ActorRef<ParcelDesk.Command> from, long id, int size) {
        if (size > settings.largest() || arrivingBytes.addAndGet(size) > settings.kept()) {
            if (size <= settings.largest()) {
                arrivingBytes.addAndGet(-size);
            }
            return CompletableFuture.failedFuture(
                    new TimeoutException("There is no room for a message of " + size + " bytes now"));
        }
        return fetch(from, id, new byte[size], 0).whenComplete((bytes, failure) -> {
            arrivingBytes.addAndGet(-size);
            from.tell(new ParcelDesk.Release(id));
        });
    }

    private CompletionStage<byte[]> fetch(ActorRef<ParcelDesk.Command> from, long id, byte[] whole, int position) {
        if (position == whole.length) {
            return CompletableFuture.completedFuture(whole);
        }
        return PATIENCE.ask(limit -> AskPattern.<ParcelDesk.Command, ParcelDesk.Part>ask(
                        from, replyTo -> new ParcelDesk.Fetch(id, position, replyTo), limit, system.scheduler()))
                .thenCompose(part -> {
                    ByteBuffer bytes = part.bytes();
                    int length = bytes == null ? 0 : bytes.remaining();
                    if (bytes == null || length == 0 || length > whole.length - position) {
                        return CompletableFuture.failedFuture(
                                new TimeoutException("A message of " + whole.length + " bytes is not there any more"));
                    }
                    bytes.get(whole, position, length);
                    return fetch(from, id, whole, position + length);
                });
    }
}
