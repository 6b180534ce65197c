package io.troupe.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The benchmark's command line. */
@Command(
        name = "bench/run",
        description = "Measures Apache Kafka Connect and Troupe side by side, and prints one table.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:Troupe is not behind", "1:Troupe is behind in a row", "2:wrong usage", "3:it did not work"})
public final class Main implements Callable<Integer> {
    private static final int BEHIND = 1;
    private static final int BROKEN = 3;

    @Option(names = "--rows", split = ",", paramLabel = "ROW", description = "Which rows. Default: all")
    private @Nullable List<String> rows;

    @Option(names = "--records", paramLabel = "N", description = "Records measured in a row. Default: what suits it")
    private @Nullable Long records;

    @Option(names = "--rounds", paramLabel = "N", description = "Workers of each side. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--tasks", paramLabel = "N", description = "Tasks of a connector. Default: ${DEFAULT-VALUE}")
    private int tasks = 1;

    @Option(names = "--partitions", paramLabel = "N", description = "Partitions of a topic. Default: ${DEFAULT-VALUE}")
    private int partitions = 1;

    @Option(names = "--heap", paramLabel = "SIZE", description = "Heap of a worker. Default: ${DEFAULT-VALUE}")
    private String heap = "2g";

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            description = "Behind by less counts as noise. Default: ${DEFAULT-VALUE}")
    private double tolerance = 3;

    @Option(names = "--jfr", description = "Has every worker write a flight recording")
    private boolean recording;

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
        RunSettings settings = settings();
        Layout layout =
                new Layout(Path.of(System.getProperty("bench.home", ".")).toAbsolutePath());
        layout.prepare();
        Table table;
        try (Processes processes = Processes.begin(layout.work());
                Broker broker = Broker.start(layout, processes)) {
            table = new Table(new Run(layout, settings, processes, broker, System.out).compare(), tolerance / 100);
        }
        layout.removeScratch();
        System.out.println();
        System.out.println(table.text());
        return table.isAnyBehind() ? BEHIND : 0;
    }

    private RunSettings settings() {
        try {
            return new RunSettings(
                    rows == null ? Row.all() : rows.stream().map(Row::named).toList(),
                    records == null ? OptionalLong.empty() : OptionalLong.of(records),
                    rounds,
                    tasks,
                    partitions,
                    heap,
                    recording);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec == null ? new CommandLine(this) : spec.commandLine(), wrong.getMessage());
        }
    }
}
