package io.troupe.cluster.placement;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.LWWRegisterKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * Keeps the homes of one kind's shards on every node: the whole picture in one value, for one node at a time changes
 * it. Changes are sent soon, many at once.
 */
final class HomesReplica {

    sealed interface Command {}

    enum Changed implements Command {
        INSTANCE
    }

    private enum Send implements Command {
        INSTANCE
    }

    private record Heard(Replicator.SubscribeResponse<LWWRegister<Picture>> news) implements Command {}

    private record Sent(Replicator.UpdateResponse<LWWRegister<Picture>> answer) implements Command {}

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration WRITING = Duration.ofSeconds(1);

    private final Homes homes;
    private final TimerScheduler<Command> timers;
    private final SelfUniqueAddress self;
    private final Key<LWWRegister<Picture>> key;
    private final ReplicatorMessageAdapter<Command, LWWRegister<Picture>> replicator;
    private Picture sent = Picture.EMPTY;
    private boolean sending;

    private HomesReplica(
            String kind,
            Homes homes,
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ReplicatorMessageAdapter<Command, LWWRegister<Picture>> replicator) {
        this.homes = homes;
        this.timers = timers;
        this.self = DistributedData.get(context.getSystem()).selfUniqueAddress();
        this.key = LWWRegisterKey.create("homes-" + kind);
        this.replicator = replicator;
    }

    /** @param homes that others read and change */
    static Behavior<Command> create(String kind, Homes homes) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> DistributedData.<Command, LWWRegister<Picture>>withReplicatorMessageAdapter(
                        replicator -> new HomesReplica(kind, homes, context, timers, replicator).begin())));
    }

    private Behavior<Command> begin() {
        replicator.subscribe(key, Heard::new);
        return Behaviors.receive(Command.class)
                .onMessage(Changed.class, changed -> soon())
                .onMessage(Send.class, send -> send())
                .onMessage(Sent.class, sent -> {
                    sending = false;
                    return Behaviors.same();
                })
                .onMessage(Heard.class, this::onHeard)
                .build();
    }

    private Behavior<Command> soon() {
        if (!timers.isTimerActive(Send.INSTANCE)) {
            timers.startSingleTimer(Send.INSTANCE, SOON);
        }
        return Behaviors.same();
    }

    private Behavior<Command> send() {
        if (sending) {
            return soon();
        }
        Picture picture = homes.picture();
        if (picture.equals(sent)) {
            return Behaviors.same();
        }
        sending = true;
        sent = picture;
        replicator.askUpdate(
                replyTo -> new Replicator.Update<>(
                        key,
                        LWWRegister.create(self, Picture.EMPTY),
                        new Replicator.WriteAll(WRITING),
                        replyTo,
                        register -> register.withValue(self, picture)),
                Sent::new);
        return Behaviors.same();
    }

    /** What this node wrote itself is known already, and may be old. */
    private Behavior<Command> onHeard(Heard heard) {
        if (heard.news() instanceof Replicator.Changed<LWWRegister<Picture>> changed) {
            LWWRegister<Picture> written = changed.get(key);
            boolean old = sending || timers.isTimerActive(Send.INSTANCE);
            if (!old && !written.updatedBy().equals(self.uniqueAddress())) {
                homes.learn(written.value());
            }
        }
        return Behaviors.same();
    }
}
