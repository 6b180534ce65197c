package io.troupe.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.pattern.Patterns;

/**
 * What a port still answers when the worker leaves. A connection that the server ends loses the answer that has just
 * been given, and whoever asked does not know what became of the request. Therefore the last answers tell clients to
 * end their connections themselves, and the server waits until all are out.
 */
final class LastAnswers {

    private static final Duration LONGEST = Duration.ofSeconds(9);

    /** How long an answer may take to the network. */
    private static final Duration QUIET = Duration.ofMillis(200);

    private static final Duration LOOK = Duration.ofMillis(20);

    private static final HttpHeader CLOSE = Connection.create("close");

    private final ActorSystem<?> system;
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean leaving;

    private LastAnswers(ActorSystem<?> system) {
        this.system = system;
    }

    static LastAnswers before(ActorSystem<?> system) {
        LastAnswers last = new LastAnswers(system);
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseServiceUnbind(), "last-answers", last::areGiven);
        return last;
    }

    /** @param answer never fails */
    CompletionStage<HttpResponse> with(CompletionStage<HttpResponse> answer) {
        underWay.incrementAndGet();
        return answer.thenApply(given -> {
            lastNanos = System.nanoTime();
            underWay.decrementAndGet();
            return leaving ? given.addHeader(CLOSE) : given;
        });
    }

    private CompletionStage<Done> areGiven() {
        leaving = true;
        return areGivenBy(System.nanoTime() + LONGEST.toNanos());
    }

    private CompletionStage<Done> areGivenBy(long deadline) {
        long now = System.nanoTime();
        boolean quiet = underWay.get() == 0 && now - lastNanos > QUIET.toNanos();
        return quiet || now - deadline > 0
                ? CompletableFuture.completedFuture(Done.getInstance())
                : Patterns.after(LOOK, system, () -> areGivenBy(deadline));
    }
}
