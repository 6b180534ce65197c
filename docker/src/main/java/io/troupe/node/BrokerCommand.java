package io.troupe.node;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "broker",
        description = "Runs a Kafka broker for development (one node, no security) until it is stopped.",
        mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "N", description = "Where it listens; 0: any free port. Default: 9092")
    private int port = 9092;

    @Option(names = "--host", paramLabel = "HOST", description = "Address it binds. Default: 127.0.0.1")
    private String host = "127.0.0.1";

    @Option(names = "--data", paramLabel = "DIR", description = "Where its data is kept. Default: ./data/broker")
    private Path data = Path.of("data", "broker");

    @Override
    public Integer call() {
        try (Lifetime lifetime = Lifetime.begin()) {
            DevBroker broker = lifetime.own(DevBroker.start(new DevBrokerSettings(data, host, port)));
            System.out.println("Broker is up: bootstrap.servers=" + broker.bootstrapServers() + " (data in "
                    + data.toAbsolutePath() + ")");
            lifetime.untilEnd();
        }
        return 0;
    }
}
