package io.troupe.cluster.connector;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who waits to hear whether the connector starts. A plugin may never come to that, so only the latest are kept; the
 * others have asked so long ago, or so often, that they will ask again.
 */
final class StartWaiters {

    private static final int MOST = 100;

    private final Deque<ActorRef<Answer>> waiting = new ArrayDeque<>();

    void add(ActorRef<Answer> waiter) {
        if (waiting.size() == MOST) {
            waiting.removeFirst();
        }
        waiting.addLast(waiter);
    }

    void answer(Answer answer) {
        waiting.forEach(waiter -> waiter.tell(answer));
        waiting.clear();
    }
}
