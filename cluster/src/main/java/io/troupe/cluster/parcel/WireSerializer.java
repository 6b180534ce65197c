package io.troupe.cluster.parcel;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Status;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.serialization.jackson.JacksonCborSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what crosses nodes, never more than {@link #WHOLE} bytes of it: a larger message stays here, and what is sent
 * says where it is to be fetched. A message that cannot be sent at all is an answer, too: whoever waits for one hears
 * so at once, on whichever side.
 *
 * <pre>
 *   whole        0, CBOR
 *   parcel       1, its name (8 bytes), its size (4 bytes), where it is kept (UTF-8)
 *   undelivered  2, the reason, a space, a text (UTF-8)
 * </pre>
 */
public final class WireSerializer extends SerializerWithStringManifest {

    /** The largest message that is sent as it is, in bytes: half of what Pekko's frames hold unless told otherwise. */
    static final int WHOLE = 128 * 1024;

    private static final byte AS_WHOLE = 0;
    private static final byte AS_PARCEL = 1;
    private static final byte AS_UNDELIVERED = 2;
    private static final int MOST_CHARACTERS = 2_000;
    private static final long BETWEEN_LINES_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(WireSerializer.class);

    private final ExtendedActorSystem system;
    private final JacksonCborSerializer cbor;
    private final Map<Class<?>, Long> loggedNanos = new ConcurrentHashMap<>();

    /** By Pekko. */
    public WireSerializer(ExtendedActorSystem system, String bindingName) {
        this.system = system;
        this.cbor = new JacksonCborSerializer(system, bindingName);
    }

    @Override
    public int identifier() {
        return cbor.identifier();
    }

    @Override
    public String manifest(Object message) {
        return cbor.manifest(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        byte[] written;
        try {
            written = cbor.toBinary(message);
        } catch (Exception | LinkageError | StackOverflowError e) {
            String text = name(message) + " cannot be written for another node: " + e;
            return undelivered(message, Reason.FAILED, text, e);
        }
        Parcels parcels = Parcels.of(system);
        int size = 1 + written.length;
        int largest = parcels.settings().largest();
        if (size > largest) {
            String text = name(message) + " of " + size + " bytes cannot be sent to another node; at most " + largest
                    + " can";
            return undelivered(message, Reason.TOO_LARGE, text, null);
        }
        byte[] whole = tagged(AS_WHOLE, written);
        if (size <= WHOLE) {
            return whole;
        }
        OptionalLong id = parcels.keep(whole);
        if (id.isEmpty()) {
            String text = name(message) + " of " + size + " bytes cannot be sent to another node now: " + parcels.held()
                    + " bytes wait to be fetched from this one";
            return undelivered(message, Reason.TIMED_OUT, text, null);
        }
        byte[] desk = resolver().toSerializationFormat(parcels.desk()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + desk.length)
                .put(AS_PARCEL)
                .putLong(id.getAsLong())
                .putInt(size)
                .put(desk)
                .array();
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return switch (in.get()) {
            case AS_WHOLE -> read(rest(in), manifest);
            case AS_PARCEL -> {
                long id = in.getLong();
                int size = in.getInt();
                ActorRef<ParcelDesk.Command> desk = resolver().resolveActorRef(text(in));
                yield new Parcel(system, desk, id, size, identifier(), manifest);
            }
            case AS_UNDELIVERED -> {
                String[] said = text(in).split(" ", 2);
                yield new Undelivered(Reason.valueOf(said[0]), said[1]);
            }
            default -> throw new IllegalArgumentException("Not a message of another node: " + manifest);
        };
    }

    /** What cannot be read is as good as not delivered: whoever waits for it hears so. */
    private Object read(byte[] written, String manifest) {
        try {
            return cbor.fromBinary(written, manifest);
        } catch (Exception | LinkageError | StackOverflowError e) {
            String text = manifest + " of " + written.length + " bytes of another node cannot be read: " + e;
            LOG.error(text, e);
            return new Undelivered(Reason.FAILED, text);
        }
    }

    private byte[] undelivered(Object message, Reason reason, String text, @Nullable Throwable cause) {
        log(message.getClass(), text, cause);
        ActorRef<?> asking = message instanceof Wire wire ? wire.replyTo() : null;
        if (asking != null && isQuestion(asking)) {
            Status.Failure failure = new Status.Failure(new Refusal(reason, text).asException());
            Adapter.toClassic(asking).tell(failure, org.apache.pekko.actor.ActorRef.noSender());
        }
        // An answer of any size is nothing that who asked could have made smaller.
        Reason there = reason == Reason.TOO_LARGE ? Reason.FAILED : reason;
        String bounded = there + " " + text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
        return tagged(AS_UNDELIVERED, bounded.getBytes(StandardCharsets.UTF_8));
    }

    /** Reminders come again and again: one line a minute for each kind of message is enough. */
    private void log(Class<?> type, String text, @Nullable Throwable cause) {
        long now = System.nanoTime();
        boolean[] due = {false};
        loggedNanos.compute(type, (kind, last) -> {
            due[0] = last == null || now - last > BETWEEN_LINES_NANOS;
            return due[0] ? Long.valueOf(now) : last;
        });
        if (due[0]) {
            LOG.error(text, cause);
        }
    }

    /** Whether somebody waits for a single answer there; actors that hear more than that would not understand. */
    private static boolean isQuestion(ActorRef<?> asking) {
        for (String element : asking.path().getElements()) {
            return element.equals("temp");
        }
        return false;
    }

    private static String name(Object message) {
        Class<?> type = message.getClass();
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : outer.getSimpleName() + "." + type.getSimpleName();
    }

    private ActorRefResolver resolver() {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }

    private static byte[] tagged(byte form, byte[] bytes) {
        return ByteBuffer.allocate(1 + bytes.length).put(form).put(bytes).array();
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private static String text(ByteBuffer in) {
        return new String(rest(in), StandardCharsets.UTF_8);
    }
}
