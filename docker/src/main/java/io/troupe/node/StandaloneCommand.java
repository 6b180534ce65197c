package io.troupe.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "standalone",
        description = "Runs one worker by itself, with the connectors of the files, until it is stopped.",
        mixinStandardHelpOptions = true)
final class StandaloneCommand implements Callable<Integer> {
    private static final String DATABASE = "troupe.database.url";
    private static final String OFFSETS_FILE = "offset.storage.file.filename";
    private static final int CONFLICT = 409;

    @Parameters(
            index = "0",
            paramLabel = "WORKER.properties",
            description =
                    "A connect-standalone.properties; offsets and the rest go to a database beside its offsets file")
    private Path workerFile = Path.of("");

    @Parameters(
            index = "1..*",
            paramLabel = "CONNECTOR",
            description = "Properties, or JSON with or without the envelope {\"name\", \"config\"}")
    private List<Path> connectorFiles = new ArrayList<>();

    @Override
    public Integer call() {
        Map<String, String> settings = workerSettings(PropertiesFile.read(workerFile));
        List<ConnectorFile> connectors = connectorFiles.stream().map(this::read).collect(Collectors.toList());
        try (Lifetime lifetime = Lifetime.begin()) {
            Troupe troupe = lifetime.own(Troupe.start(settings));
            System.out.println("Worker is up: " + troupe.restUrl());
            ConnectRest rest = new ConnectRest(troupe.restUrl());
            connectors.forEach(connector -> put(rest, connector));
            tellOthers(rest, connectors);
            lifetime.untilEndOf(troupe);
        }
        return 0;
    }

    /** What a standalone file leaves out; everything it says itself stays as it is. */
    static Map<String, String> workerSettings(Map<String, String> file) {
        Map<String, String> settings = new HashMap<>(file);
        String offsets = file.getOrDefault(OFFSETS_FILE, "").strip();
        Path database = offsets.isEmpty() ? Path.of("data", "standalone") : Path.of(offsets + ".troupe");
        settings.putIfAbsent(
                DATABASE, "jdbc:h2:file:" + database.toAbsolutePath().normalize());
        settings.putIfAbsent("group.id", "standalone");
        settings.putIfAbsent("troupe.cluster.listener", "127.0.0.1:0");
        return settings;
    }

    private ConnectorFile read(Path file) {
        try {
            return ConnectorFile.read(file);
        } catch (CommandFailed e) {
            throw new CommandFailed(CommandFailed.REFUSED_CONNECTOR, CommandFailed.lineOf(e), e);
        }
    }

    private static void put(ConnectRest rest, ConnectorFile connector) {
        ConnectRest.Answer answer = connector
                .initialState()
                .map(state -> rest.create(
                        Map.of("name", connector.name(), "config", connector.config(), "initial_state", state)))
                .filter(it -> it.status() != CONFLICT)
                .orElseGet(() -> rest.configure(connector.name(), connector.config()));
        if (!answer.isSuccess()) {
            throw new CommandFailed(
                    CommandFailed.REFUSED_CONNECTOR,
                    "Connector " + connector.name() + " is refused: " + answer.message(),
                    null);
        }
        System.out.println("Connector " + connector.name() + (answer.status() == 201 ? " created" : " updated"));
    }

    /** A stock standalone worker forgets its connectors at the end; this one remembers them, so it says which. */
    private static void tellOthers(ConnectRest rest, List<ConnectorFile> connectors) {
        List<String> named = connectors.stream().map(ConnectorFile::name).toList();
        for (JsonNode name : rest.connectors().body()) {
            if (!named.contains(name.asText())) {
                System.out.println("Connector " + name.asText() + " runs on from before");
            }
        }
    }
}
