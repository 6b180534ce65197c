package io.troupe.cluster.evidence;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Watches the process of one other node by an idle line to its cluster port. When the line breaks, or somebody suspects
 * the node, it dials the same address again; refused twice in a row, it knows that the process has ended. An address
 * that never answered before proves nothing, nor does a timeout.
 *
 * <pre>
 *   dialing ─▶ holding ─▶ resting ─▶ dialing | proven
 * </pre>
 */
final class Witness {

    sealed interface Command {}

    /** The failure detector misses the node: an open line may be a ghost, of a host that lost its power. */
    enum Suspect implements Command {
        INSTANCE
    }

    private record Heard(int dial, Line.News news) implements Command {}

    private enum DialAgain implements Command {
        INSTANCE
    }

    /**
     * @param gap between two attempts while there is reason to suspect
     * @param patience how long an attempt may take, and between attempts that prove nothing
     * @param refusals so many in a row are a proof
     */
    record Pace(Duration gap, Duration patience, int refusals) {}

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final String host;
    private final int port;
    private final Pace pace;
    private final Runnable proven;
    private @Nullable InetSocketAddress answered;
    private @Nullable InetSocketAddress dialed;
    private @Nullable Line line;
    private int dials;
    private int refusals;

    private Witness(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            InetSocketAddress peer,
            Pace pace,
            Runnable proven) {
        this.context = context;
        this.timers = timers;
        this.host = peer.getHostString();
        this.port = peer.getPort();
        this.pace = pace;
        this.proven = proven;
    }

    /**
     * It may block while a name is resolved.
     *
     * @param peer as other nodes know it; resolved here, later
     * @param proven run once, on this actor's thread
     */
    static Behavior<Command> create(InetSocketAddress peer, Pace pace, Runnable proven) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Witness(context, timers, peer, pace, proven).dialing()));
    }

    private BehaviorBuilder<Command> receive() {
        return Behaviors.receive(Command.class).onSignal(PostStop.class, stop -> {
            hangUp();
            return Behaviors.same();
        });
    }

    private void hangUp() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    // --- dialing: a line is being opened; one that takes too long proves nothing

    private Behavior<Command> dialing() {
        hangUp();
        int dial = ++dials;
        // What once answered is asked again, not what its name may mean by now.
        InetSocketAddress peer = answered == null ? new InetSocketAddress(host, port) : answered;
        dialed = peer;
        timers.startSingleTimer(new Heard(dial, Line.News.UNCLEAR), pace.patience());
        try {
            line = Line.dial(peer, news -> context.getSelf().tell(new Heard(dial, news)));
        } catch (IOException e) {
            return unclear(dial);
        }
        return receive()
                .onMessage(Heard.class, heard -> heard.dial() != dial ? Behaviors.same() : onAnswer(heard))
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onAnswer(Heard heard) {
        return switch (heard.news()) {
            case OPEN -> holding(heard.dial());
            case REFUSED -> refused(heard.dial());
            case BROKEN, UNCLEAR -> unclear(heard.dial());
        };
    }

    private Behavior<Command> refused(int dial) {
        if (answered == null) {
            return unclear(dial);
        }
        refusals++;
        if (refusals < pace.refusals()) {
            return resting(dial, pace.gap());
        }
        hangUp();
        timers.cancelAll();
        proven.run();
        return Behaviors.stopped();
    }

    private Behavior<Command> unclear(int dial) {
        refusals = 0;
        return resting(dial, pace.patience());
    }

    // --- holding: the line is open

    private Behavior<Command> holding(int dial) {
        timers.cancel(new Heard(dial, Line.News.UNCLEAR));
        answered = dialed;
        refusals = 0;
        return receive()
                .onMessage(Heard.class, heard -> heard.dial() != dial ? Behaviors.same() : resting(dial, pace.gap()))
                .onMessage(Suspect.class, suspect -> dialing())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    // --- resting: until the next attempt

    private Behavior<Command> resting(int dial, Duration pause) {
        hangUp();
        timers.cancel(new Heard(dial, Line.News.UNCLEAR));
        timers.startSingleTimer(DialAgain.INSTANCE, pause);
        return receive()
                .onMessage(DialAgain.class, again -> dialing())
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }
}
