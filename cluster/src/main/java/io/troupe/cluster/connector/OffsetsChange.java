package io.troupe.cluster.connector;

import io.troupe.cluster.Refusal;
import io.troupe.cluster.Refusal.Reason;
import io.troupe.cluster.RefusedException;
import io.troupe.cluster.offset.WholeOffsets;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.connector.ConnectorState;
import io.troupe.persistence.offset.Epoch;
import io.troupe.persistence.offset.Plan;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * The change of offsets that is under way, one at a time. It waits until the tasks of before have ended, so that their
 * last commits count; as long as it lasts, its entity lets everything wait that could start tasks. It ends in time: a
 * plugin that answers later than that changes nothing any more.
 */
final class OffsetsChange {

    /** How it ended; it comes through the mailbox of the entity. */
    record Ended(long number, Answer answer) {}

    private final ConnectorId id;
    private final ActorContext<ConnectorCommand> context;
    private final TimerScheduler<ConnectorCommand> timers;
    private final ConnectorServices services;
    private long number;
    private int dismissed;
    private @Nullable Present present;

    private record Present(ActorRef<Answer> replyTo, AtomicBoolean wanted) {}

    OffsetsChange(
            ConnectorId id,
            ActorContext<ConnectorCommand> context,
            TimerScheduler<ConnectorCommand> timers,
            ConnectorServices services) {
        this.id = id;
        this.context = context;
        this.timers = timers;
        this.services = services;
    }

    boolean underWay() {
        return present != null;
    }

    /** @param count tasks that there were until now: some of them may still be about to end */
    void dismissed(int count) {
        dismissed = Math.max(dismissed, count);
    }

    /** A little less than the one who asks waits for. */
    private Duration limit() {
        return services.settings().askTimeout().multipliedBy(3).dividedBy(4);
    }

    void begin(ConnectorState state, ConnectorCommand.ChangeOffsets ask) {
        long own = ++number;
        AtomicBoolean wanted = new AtomicBoolean(true);
        present = new Present(ask.replyTo(), wanted);
        WholeOffsets remembered = new WholeOffsets(
                services.shards().offsets(id.name()),
                new Epoch(id.incarnation(), state.run()),
                new Plan(id.incarnation(), state.revision()),
                ask.by(),
                services.settings());
        context.pipeToSelf(
                new ConnectorTasks(id, services.shards())
                        .ended(0, dismissed, limit().dividedBy(2))
                        .thenCompose(ended -> services.offsets()
                                .change(id.name(), state.config(), ask.request(), remembered, wanted::get)),
                (elsewhere, failure) -> new ConnectorEntity.FromOffsets(new Ended(own, answer(elsewhere, failure))));
        timers.startSingleTimer(this, new ConnectorEntity.FromOffsets(new Ended(own, late())), limit());
    }

    /** Who is to get the answer; null when it has one. */
    @Nullable
    ActorRef<Answer> end(Ended ended) {
        Present ending = present;
        if (ending == null || ended.number() != number) {
            return null;
        }
        timers.cancel(this);
        ending.wanted().set(false);
        present = null;
        return ending.replyTo();
    }

    /** The entity ends; it may come back on another node, and knows nothing of this then. */
    void forsake() {
        Present left = present;
        if (left != null) {
            left.wanted().set(false);
            left.replyTo()
                    .tell(new Answer.Refused(
                            new Refusal(Reason.TIMED_OUT, "The connector moves to another worker; try again.")));
        }
    }

    private static Answer answer(@Nullable Boolean elsewhere, @Nullable Throwable failure) {
        if (elsewhere != null) {
            return new Answer.OffsetsChanged(elsewhere);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Answer.Refused(
                cause instanceof RefusedException refused
                        ? refused.refusal()
                        : new Refusal(Reason.FAILED, String.valueOf(cause)));
    }

    private Answer late() {
        return new Answer.Refused(new Refusal(
                Reason.FAILED,
                "Request timed out. The connector " + id.name() + " or Kafka did not carry the change of offsets out"
                        + " within " + limit().toSeconds() + " s."));
    }

    /** It is refused while the connector may have tasks: contract/behaviours.md, section 6. */
    static Refusal notStopped(String connector) {
        return new Refusal(
                Reason.INVALID,
                "Connectors must be in the STOPPED state before their offsets can be modified. This can be done for the"
                        + " specified connector by issuing a 'PUT' request to the '/connectors/" + connector
                        + "/stop' endpoint");
    }
}
