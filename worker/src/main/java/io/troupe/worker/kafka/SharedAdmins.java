package io.troupe.worker.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;

/**
 * Admin clients that many ask now and then: there is one for those of the same settings, made when somebody asks, and
 * closed once nobody has asked for a while. Safe from any thread; making one takes some milliseconds.
 */
final class SharedAdmins {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private final Function<Map<String, Object>, Admin> make;
    private final Duration idle;
    private final Map<Map<String, Object>, Shared> open = new HashMap<>();

    private static final class Shared {
        private final Admin admin;
        private int asking;
        private long askedNanos;

        private Shared(Admin admin) {
            this.admin = admin;
        }
    }

    SharedAdmins() {
        this(Admin::create, IDLE);
    }

    SharedAdmins(Function<Map<String, Object>, Admin> make, Duration idle) {
        this.make = make;
        this.idle = idle;
    }

    /**
     * @param question sends requests, each with a limit of time
     * @return completes as the question's answer does, on a thread of the client, which is not to be blocked
     */
    <T> CompletionStage<T> ask(Map<String, Object> settings, Function<Admin, CompletionStage<T>> question) {
        Shared shared;
        try {
            shared = begin(settings);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletionStage<T> answer;
        try {
            answer = question.apply(shared.admin);
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((done, failure) -> end(shared));
    }

    private synchronized Shared begin(Map<String, Object> settings) {
        Shared known = open.get(settings);
        if (known == null) {
            known = new Shared(make.apply(settings));
            open.put(settings, known);
        }
        known.asking++;
        return known;
    }

    private synchronized void end(Shared shared) {
        if (--shared.asking == 0) {
            shared.askedNanos = System.nanoTime();
            CompletableFuture.delayedExecutor(idle.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::closeIdle);
        }
    }

    private void closeIdle() {
        List<Shared> idlers = new ArrayList<>();
        synchronized (this) {
            long now = System.nanoTime();
            open.values().removeIf(each -> {
                boolean unused = each.asking == 0 && now - each.askedNanos >= idle.toNanos();
                return unused && idlers.add(each);
            });
        }
        idlers.forEach(each -> each.admin.close(Duration.ZERO));
    }

    synchronized int count() {
        return open.size();
    }
}
