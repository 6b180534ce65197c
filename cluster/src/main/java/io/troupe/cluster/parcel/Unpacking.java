package io.troupe.cluster.parcel;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before an actor that other nodes send large messages to: it gets them as if they had come whole, only later
 * than what was sent after them. What cannot be fetched is as lost as any message can be; who sent it asks again.
 */
public final class Unpacking<C> extends BehaviorInterceptor<Object, C> {

    private static final Logger LOG = LoggerFactory.getLogger(Unpacking.class);

    private Unpacking() {
        super(Object.class);
    }

    public static <C> Behavior<C> around(Behavior<C> receiver) {
        return Behaviors.<Object, C>intercept(Unpacking::new, receiver).narrow();
    }

    @Override
    @SuppressWarnings("unchecked")
    public Behavior<C> aroundReceive(TypedActorContext<Object> context, Object message, ReceiveTarget<C> target) {
        if (message instanceof Parcel parcel) {
            open(parcel, context.asJava().getSelf());
            return Behaviors.same();
        }
        if (message instanceof Undelivered undelivered) {
            LOG.warn("What another node sent did not arrive: {}", undelivered.text());
            return Behaviors.same();
        }
        return target.apply(context, (C) message);
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void open(Parcel parcel, ActorRef<Object> self) {
        CompletionStage<Object> opened = parcel.open();
        opened.whenComplete((message, failure) -> {
            if (failure == null) {
                self.tell(message);
            } else {
                LOG.warn("{} could not be fetched: {}", parcel, failure.toString());
            }
        });
    }
}
