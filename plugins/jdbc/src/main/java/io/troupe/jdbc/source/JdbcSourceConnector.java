package io.troupe.jdbc.source;

import io.troupe.jdbc.TableId;
import io.troupe.jdbc.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.util.ConnectorUtils;
import org.jspecify.annotations.Nullable;

/** Reads tables, or the result of a query, and what is new in them since. */
public final class JdbcSourceConnector extends SourceConnector {

    private static final Duration FIRST_LOOK = Duration.ofSeconds(60);

    private Map<String, String> properties = Map.of();
    private @Nullable TableWatch watch;

    @Override
    public String version() {
        return Version.of(JdbcSourceConnector.class);
    }

    @Override
    public ConfigDef config() {
        return SourceSettings.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> written) {
        Config config = super.validate(written);
        SourceCheck.of(written, config);
        return config;
    }

    @Override
    public void start(Map<String, String> written) {
        properties = Map.copyOf(written);
        SourceSettings read = new SourceSettings(written);
        if (read.query() == null) {
            TableWatch watching =
                    new TableWatch(read, () -> context().requestTaskReconfiguration(), failure -> context()
                            .raiseError(new ConnectException(failure.getMessage(), failure)));
            watch = watching;
            watching.start();
        }
    }

    @Override
    public Class<? extends Task> taskClass() {
        return JdbcSourceTask.class;
    }

    /** One task for a query; else tables are shared out, each to one task. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        TableWatch watching = watch;
        if (watching == null) {
            return List.of(properties);
        }
        List<TableId> tables = watching.tables(FIRST_LOOK);
        if (tables.isEmpty()) {
            return List.of();
        }
        List<Map<String, String>> configs = new ArrayList<>();
        for (List<TableId> group : ConnectorUtils.groupPartitions(tables, Math.min(tables.size(), maxTasks))) {
            Map<String, String> config = new HashMap<>(properties);
            config.put(
                    SourceSettings.TABLES,
                    String.join("\n", group.stream().map(TableId::written).toList()));
            configs.add(config);
        }
        return configs;
    }

    @Override
    public void stop() {
        TableWatch watching = watch;
        if (watching != null) {
            watching.close();
        }
    }
}
