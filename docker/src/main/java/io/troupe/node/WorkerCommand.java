package io.troupe.node;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "worker",
        description = "Runs a worker with the settings of a Kafka Connect properties file until it is stopped.",
        mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE.properties",
            description = "A connect-distributed.properties; settings of Troupe itself begin with troupe.")
    private Path file = Path.of("");

    @Override
    public Integer call() {
        try (Lifetime lifetime = Lifetime.begin()) {
            Troupe troupe = lifetime.own(Troupe.start(PropertiesFile.read(file)));
            System.out.println("Worker is up: " + troupe.restUrl());
            lifetime.untilEndOf(troupe);
        }
        return 0;
    }
}
