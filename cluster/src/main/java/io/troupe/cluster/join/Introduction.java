package io.troupe.cluster.join;

import io.troupe.cluster.Wire;
import java.util.Map;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Tells nodes that are about to join who this one is, member or not yet. */
public final class Introduction {

    static final String NAME = "introduction";

    public sealed interface Command extends Wire {}

    public record WhoAreYou(ActorRef<Card> replyTo) implements Command {}

    /** This node belongs to that cluster now. */
    public record Belongs(String cluster) implements Command {}

    /**
     * @param uid of the actor system that answers
     * @param cluster the name of its cluster in the group's lease; empty as long as it is no member
     * @param rest address of its REST API, for people
     */
    public record Card(long uid, String cluster, String rest, Map<String, String> binding, Map<String, String> advised)
            implements Wire {

        boolean member() {
            return !cluster.isEmpty();
        }

        Terms terms() {
            return new Terms(binding, advised);
        }
    }

    private final Cluster cluster;
    private final Terms terms;
    private final String rest;
    private String belongsTo = "";

    private Introduction(Cluster cluster, Terms terms, String rest) {
        this.cluster = cluster;
        this.terms = terms;
        this.rest = rest;
    }

    static Behavior<Command> create(Terms terms, String rest) {
        return Behaviors.setup(context -> new Introduction(Cluster.get(context.getSystem()), terms, rest).answering());
    }

    static ActorRef<Command> at(ActorSystem<?> system, Address node) {
        return ActorRefResolver.get(system).resolveActorRef(node + "/system/" + NAME);
    }

    private Behavior<Command> answering() {
        return Behaviors.receive(Command.class)
                .onMessage(WhoAreYou.class, ask -> {
                    ask.replyTo().tell(card());
                    return Behaviors.same();
                })
                .onMessage(Belongs.class, news -> {
                    belongsTo = news.cluster();
                    return Behaviors.same();
                })
                .build();
    }

    private Card card() {
        boolean up = cluster.selfMember().status() == MemberStatus.up();
        return new Card(
                cluster.selfMember().uniqueAddress().longUid(),
                up ? belongsTo : "",
                rest,
                terms.binding(),
                terms.advised());
    }
}
