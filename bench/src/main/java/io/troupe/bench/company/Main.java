package io.troupe.bench.company;

import io.troupe.bench.Broker;
import io.troupe.bench.Layout;
import io.troupe.bench.Processes;
import io.troupe.bench.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of the benchmark of several workers. */
@Command(
        name = "bench/company",
        description =
                "Measures what users feel when one of three workers is killed, leaves, joins or freezes, on Apache"
                        + " Kafka Connect and on Troupe, and prints one table.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:Troupe keeps its goals", "1:it misses one", "2:wrong usage", "3:it did not work"})
public final class Main implements Callable<Integer> {
    private static final int MISSED = 1;
    private static final int BROKEN = 3;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "crash, leave, join, scale, blocked or freeze. Default: all")
    private @Nullable List<String> scenarios;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "Rounds of a scenario that has rounds. Default: what suits it; crash 20, and 3 of the reference")
    private @Nullable Integer rounds;

    @Option(names = "--side", paramLabel = "SIDE", description = "troupe, connect or both. Default: ${DEFAULT-VALUE}")
    private String side = "both";

    @Option(
            names = "--stock",
            description = "The reference keeps its default timeouts: a round takes it more than five minutes")
    private boolean stock;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "Heap of each of several workers. Default: ${DEFAULT-VALUE}")
    private String heap = "512m";

    @Spec
    private @Nullable CommandSpec spec;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("bench: " + failure.getMessage());
                    return BROKEN;
                })
                .execute(args));
    }

    @Override
    public Integer call() {
        List<Scenario> plays = plays();
        List<Side> sides = sides();
        Layout layout =
                new Layout(Path.of(System.getProperty("bench.home", ".")).toAbsolutePath(), "company");
        layout.prepare();
        Figures figures = new Figures();
        Wishes wishes = new Wishes(rounds == null ? OptionalInt.empty() : OptionalInt.of(rounds), stock, heap);
        try (Journal journal = Journal.start();
                Processes processes = Processes.begin(layout.work());
                Broker broker = Broker.start(layout, processes)) {
            Stage stage = new Stage(layout, processes, broker, journal, wishes, figures, System.out);
            plays.forEach(play -> sides.forEach(it -> play.play(stage, it)));
        }
        layout.removeScratch();
        System.out.println();
        System.out.println(figures.text());
        keep(layout.work().resolve("figures.txt"), figures.text());
        return figures.isAnyMissed() ? MISSED : 0;
    }

    private static void keep(Path file, String text) {
        try {
            Files.writeString(file, text + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Scenario> plays() {
        try {
            return scenarios == null
                    ? List.of(Scenario.values())
                    : scenarios.stream().map(Scenario::named).toList();
        } catch (IllegalArgumentException wrong) {
            throw usage(wrong.getMessage());
        }
    }

    private List<Side> sides() {
        return switch (side) {
            case "troupe" -> List.of(Side.TROUPE);
            case "connect" -> List.of(Side.REFERENCE);
            case "both" -> List.of(Side.REFERENCE, Side.TROUPE);
            default -> throw usage("There is no side '" + side + "'; the sides are troupe, connect and both");
        };
    }

    private ParameterException usage(@Nullable String message) {
        return new ParameterException(spec == null ? new CommandLine(this) : spec.commandLine(), message);
    }
}
