package io.troupe.node;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the first look runs with: the settings that anyone would write for it, and the two well-known connectors. */
final class QuickstartSettings {
    private static final String TOPIC = "quickstart-lines";
    private static final String CONVERTER = "org.apache.kafka.connect.json.JsonConverter";
    /** From here on a line may come out longer than the stock limit of 1 MiB a request. */
    private static final long LONG_LINE = 100_000;

    private QuickstartSettings() {}

    static Map<String, String> worker(String bootstrapServers, WorkFolder work, int restPort) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("group.id", "quickstart");
        settings.put("listeners", "http://127.0.0.1:" + restPort);
        settings.put("key.converter", CONVERTER);
        settings.put("value.converter", CONVERTER);
        settings.put("offset.flush.interval.ms", "1000");
        Distribution.optionalPlugins().ifPresent(folder -> settings.put("plugin.path", folder.toString()));
        settings.put("troupe.database.url", "jdbc:h2:file:" + work.journal());
        settings.put("troupe.cluster.listener", "127.0.0.1:0");
        return settings;
    }

    static Map<String, Map<String, String>> connectors(CopyPlan plan) {
        Map<String, String> load = new LinkedHashMap<>();
        load.put("connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector");
        load.put("tasks.max", "1");
        load.put("file", plan.source().toString());
        load.put("topic", TOPIC);
        load.put("batch.size", String.valueOf(plan.survey().batchSize()));
        if (plan.survey().longestLine() > LONG_LINE) {
            load.put("producer.override.max.request.size", String.valueOf(DevBrokerSettings.MAX_MESSAGE_BYTES));
        }
        Map<String, String> dump = new LinkedHashMap<>();
        dump.put("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector");
        dump.put("tasks.max", "1");
        dump.put("file", plan.output().toString());
        dump.put("topics", TOPIC);

        Map<String, Map<String, String>> connectors = new LinkedHashMap<>();
        connectors.put("load-file", load);
        connectors.put("dump-file", dump);
        return connectors;
    }

    static String whatNext(URI worker, CopyPlan plan) {
        String rest = worker.toString().replaceAll("/$", "");
        List<String> lines = new ArrayList<>(List.of(
                "",
                "The worker stays up until Ctrl-C. Try from another terminal:",
                "  curl '" + rest + "/connectors?expand=status'",
                "  curl -X PUT " + rest + "/connectors/dump-file/pause",
                "  curl -X PUT " + rest + "/connectors/dump-file/resume"));
        if (plan.source().equals(plan.input())) {
            lines.add("  echo 'one more line' >> '" + plan.input() + "'; sleep 2; tail -n 1 '" + plan.output() + "'");
        }
        return String.join(System.lineSeparator(), lines);
    }
}
