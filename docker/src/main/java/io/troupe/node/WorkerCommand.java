package io.troupe.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "worker",
        description = "Runs a worker with the settings of a Kafka Connect properties file until it is stopped.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int LOOKS_IN_SILENCE = 20;

    @Parameters(
            index = "0",
            paramLabel = "FILE.properties",
            description = "A connect-distributed.properties; settings of Troupe itself begin with troupe.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try (Lifetime lifetime = Lifetime.begin()) {
            Troupe troupe = lifetime.own(Troupe.start(PropertiesFile.read(file)));
            awaitArrival(troupe, lifetime);
            System.out.println("Worker is up: " + troupe.restUrl());
            lifetime.untilEndOf(troupe);
        }
        return 0;
    }

    private static void awaitArrival(Troupe troupe, Lifetime lifetime) {
        CompletableFuture<Object> news = CompletableFuture.anyOf(
                troupe.arrived().toCompletableFuture(), troupe.ended().toCompletableFuture());
        for (int looks = 1; !news.isDone() && !lifetime.endsWithin(BETWEEN_LOOKS); looks++) {
            if (looks == LOOKS_IN_SILENCE) {
                System.out.println("Worker has joined its cluster, and waits for its share of the tasks ...");
            }
        }
    }
}
