package io.troupe.node;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** Arguments to command; every failure of a command ends here as one line and an exit status. */
@Command(
        name = "troupe",
        description = "Runs Kafka Connect connectors on a company of actors.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Distribution.Version.class,
        subcommands = {
            QuickstartCommand.class,
            WorkerCommand.class,
            StandaloneCommand.class,
            BrokerCommand.class,
            ArchiveCommand.class
        })
public final class Main {
    private static final int USAGE = 2;

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** As if the command had been given first. */
    static String[] command(String name, String... args) {
        return Stream.concat(Stream.of(name), Arrays.stream(args)).toArray(String[]::new);
    }

    static int run(String... args) {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::onUsage)
                .setExecutionExceptionHandler((failure, command, parsed) -> onFailure(failure, command))
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    private static int onUsage(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("troupe: " + CommandFailed.lineOf(wrong) + " (see " + name + " --help)");
        return USAGE;
    }

    private static int onFailure(Exception failure, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("troupe: " + CommandFailed.lineOf(failure));
        if (System.getenv("TROUPE_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof CommandFailed known ? known.status() : CommandFailed.BROKEN;
    }
}
