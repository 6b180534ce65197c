package io.troupe.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "quickstart",
        description = "Starts a broker and a worker in one process, and sends a text file through Kafka into a copy.",
        mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
    @Option(names = "--input", paramLabel = "FILE", description = "The text to send. Default: one is made")
    private @Nullable Path input;

    @Option(names = "--output", paramLabel = "FILE", description = "The copy. Default: in the work folder")
    private @Nullable Path output;

    @Option(names = "--exit", description = "Ends after the comparison: 0 when both files are identical, else 1")
    private boolean exits;

    @Option(names = "--port", paramLabel = "N", description = "Port of the REST interface. Default: any free one")
    private int restPort;

    @Option(names = "--broker-port", paramLabel = "N", description = "Port of the broker. Default: any free one")
    private int brokerPort;

    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException {
        try (Lifetime lifetime = Lifetime.begin()) {
            WorkFolder work = lifetime.own(WorkFolder.make("quickstart"));
            CopyPlan plan = plan(work);
            out.println("Work folder: " + work.path() + " (log: troupe.log)");
            plan.remarks().forEach(out::println);
            plan.prepare();
            logTo(work.log());

            DevBroker broker = lifetime.own(
                    DevBroker.start(DevBrokerSettings.in(work.brokerData()).withPort(brokerPort)));
            out.println("Broker is up: " + broker.bootstrapServers());
            Map<String, String> settings = QuickstartSettings.worker(broker.bootstrapServers(), work, restPort);
            Troupe troupe = lifetime.own(Troupe.start(settings));
            out.println("Worker is up: " + troupe.restUrl());

            boolean identical = send(plan, new ConnectRest(troupe.restUrl()), lifetime);
            if (!exits && !lifetime.isEnding()) {
                out.println(QuickstartSettings.whatNext(troupe.restUrl(), plan));
                lifetime.untilEnd();
            }
            return identical ? 0 : CommandFailed.BROKEN;
        }
    }

    private CopyPlan plan(WorkFolder work) throws IOException {
        Path from = input == null ? SampleText.writeTo(work.file("sample.txt")) : input;
        Path to = output == null ? work.file("copy-of-" + from.getFileName()) : output;
        CopyPlan plan = CopyPlan.of(from, to, work.data());
        out.printf(
                Locale.ROOT,
                "Input: %s (%,d lines, %,d bytes)%nOutput: %s%n",
                plan.input(),
                plan.survey().lines(),
                plan.survey().bytes(),
                plan.output());
        return plan;
    }

    private boolean send(CopyPlan plan, ConnectRest rest, Lifetime lifetime) throws IOException {
        Map<String, Map<String, String>> connectors = QuickstartSettings.connectors(plan);
        connectors.forEach((name, config) -> {
            ConnectRest.Answer answer = rest.configure(name, config);
            if (!answer.isSuccess()) {
                throw new CommandFailed("Connector " + name + " is refused: " + answer.message());
            }
            out.println("Connector " + name + " created");
        });
        ProgressLine progress = new ProgressLine(
                out, Boolean.getBoolean("troupe.terminal"), plan.survey().lines());
        CopyWatch watch = new CopyWatch(plan, rest, List.copyOf(connectors.keySet()), progress);
        return switch (watch.watch(lifetime, exits)) {
            case COMPLETE -> compare(plan, watch);
            case FAILED, STALLED -> {
                out.println("FAILED: the copy is not complete.");
                yield false;
            }
            case ENDED -> false;
        };
    }

    private boolean compare(CopyPlan plan, CopyWatch watch) throws IOException {
        double seconds = watch.elapsed().toMillis() / 1000.0;
        long difference = plan.firstDifference();
        String figures = String.format(
                Locale.ROOT,
                "%,d records in %.1f s, %,d records/s.",
                watch.lines(),
                seconds,
                ProgressLine.perSecond(watch.lines(), watch.elapsed()));
        if (difference < 0) {
            out.println("IDENTICAL: the copy equals the input byte by byte. " + figures);
            return true;
        }
        out.printf(Locale.ROOT, "DIFFERENT: from byte %,d on. %s%n", difference, figures);
        Optional.of(plan.remarks())
                .filter(it -> !plan.survey().isFaithful())
                .ifPresent(it -> out.println("That was to be expected: " + it.get(0)));
        return false;
    }

    /** Before the first logger: the console is for the walk-through, everything else goes to a file. */
    static void logTo(Path file) {
        System.setProperty("troupe.log.file", file.toString());
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-quickstart.xml");
        }
    }
}
