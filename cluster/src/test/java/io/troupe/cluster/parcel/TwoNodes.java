package io.troupe.cluster.parcel;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.cluster.Patience;
import io.troupe.cluster.Wire;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Two actor systems that reach each other over TCP, with frames of Pekko's default size: one asks, one answers. */
final class TwoNodes implements AutoCloseable {

    /** Bytes: low, so that tests come to it soon. */
    static final int LARGEST = 3 * 1024 * 1024;

    private static final Patience PATIENCE = new Patience(Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final ActorSystem<Void> asking = system("asking");
    private final ActorSystem<Void> answering = system("answering");
    private final BlockingQueue<Wire> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Wire> answers = new LinkedBlockingQueue<>();
    private final ActorRef<Wire> other;

    TwoNodes() {
        ActorRef<Wire> receiver = answering.systemActorOf(Unpacking.around(receiver()), "receiver", Props.empty());
        String path = ActorRefResolver.get(answering).toSerializationFormat(receiver);
        other = ActorRefResolver.get(asking).resolveActorRef(path);
    }

    private static ActorSystem<Void> system(String name) {
        Config config = ConfigFactory.parseString("pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }\n"
                        + "pekko.actor.allow-java-serialization = off\n"
                        + "troupe.cluster.parcels { largest = " + LARGEST + ", kept = " + 2 * LARGEST
                        + ", kept-for = 2 s }")
                .withFallback(ConfigFactory.parseResources("troupe-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve();
        return ActorSystem.create(Behaviors.empty(), name, config);
    }

    @SuppressWarnings("unchecked")
    private Behavior<Wire> receiver() {
        return Behaviors.receiveMessage(message -> {
            arrived.add(message);
            Wire answer = answers.peek();
            ActorRef<?> replyTo = message.replyTo();
            if (answer != null && replyTo != null) {
                ((ActorRef<Wire>) replyTo).tell(answer);
            }
            return Behaviors.same();
        });
    }

    /** Sends the question to the other node, which gives the answer. */
    <A extends Wire> CompletionStage<A> ask(Function<ActorRef<A>, Wire> question, Wire answer) {
        arrived.clear();
        answers.clear();
        answers.add(answer);
        return PATIENCE.ask(limit -> AskPattern.ask(other, question::apply, limit, asking.scheduler()));
    }

    void tell(Wire message) {
        other.tell(message);
    }

    /** What came to the other node last. */
    Wire arrived() throws InterruptedException {
        Wire message = arrived.poll(20, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("nothing arrived");
        }
        return message;
    }

    /** What was fetched, or is fetched by nobody, is not kept for long on either node. */
    void awaitNothingHeld() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (held() > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError(held() + " bytes are held");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private long held() {
        return Parcels.of(Adapter.toClassic(asking)).held()
                + Parcels.of(Adapter.toClassic(answering)).held();
    }

    @Override
    public void close() {
        asking.terminate();
        answering.terminate();
    }
}
