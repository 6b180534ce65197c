package io.troupe.worker.metrics;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.troupe.worker.WorkerSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.utils.Time;

/**
 * How figures are sampled and reported; keys and defaults as in contract/worker-configs.json.
 *
 * @param clientId under which the group's figures appear
 * @param protocol of the group, as configured
 * @param labels handed to every reporter beside the name space
 */
record MetricsSettings(AbstractConfig config, String clientId, String protocol, Map<String, String> labels) {

    static final String NAMESPACE = "kafka.connect";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("client.id", ConfigDef.Type.STRING, "", LOW, "Name in the figures of the group.")
            .define(
                    "connect.protocol",
                    ConfigDef.Type.STRING,
                    "sessioned",
                    LOW,
                    "Protocol of the group; has no effect.")
            .define(
                    CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
                    ConfigDef.Type.LIST,
                    JmxReporter.class.getName(),
                    LOW,
                    "Classes that are told of every figure.")
            .define(
                    CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG,
                    ConfigDef.Type.INT,
                    2,
                    atLeast(1),
                    LOW,
                    "Samples that a rate or average is made of.")
            .define(
                    CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG,
                    ConfigDef.Type.LONG,
                    30_000L,
                    atLeast(0),
                    LOW,
                    "Time that one sample covers.")
            .define(
                    CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG,
                    ConfigDef.Type.STRING,
                    RecordingLevel.INFO.toString(),
                    ConfigDef.ValidString.in(RecordingLevel.INFO.toString(), RecordingLevel.DEBUG.toString()),
                    LOW,
                    "How much is recorded.");

    /** @throws org.apache.kafka.common.config.ConfigException when a setting is invalid; the message names it */
    static MetricsSettings of(WorkerSettings settings, String kafkaClusterId) {
        AbstractConfig config = new AbstractConfig(DEFINITION, settings.properties(), false);
        Map<String, String> labels = new HashMap<>();
        config.originalsWithPrefix(CommonClientConfigs.METRICS_CONTEXT_PREFIX)
                .forEach((key, value) -> labels.put(key, String.valueOf(value)));
        labels.put("connect.kafka.cluster.id", kafkaClusterId);
        labels.put("connect.group.id", settings.groupId());
        String clientId = config.getString("client.id");
        return new MetricsSettings(
                config,
                clientId.isEmpty() ? "connect-" + settings.workerId() : clientId,
                config.getString("connect.protocol").toUpperCase(Locale.ROOT),
                labels);
    }

    /** A registry with reporters of its own. */
    Metrics registry(String client, Map<String, String> tags, Time time) {
        MetricConfig sampling = new MetricConfig()
                .samples(config.getInt(CommonClientConfigs.METRICS_NUM_SAMPLES_CONFIG))
                .timeWindow(config.getLong(CommonClientConfigs.METRICS_SAMPLE_WINDOW_MS_CONFIG), TimeUnit.MILLISECONDS)
                .recordLevel(
                        RecordingLevel.forName(config.getString(CommonClientConfigs.METRICS_RECORDING_LEVEL_CONFIG)))
                .tags(tags);
        return new Metrics(
                sampling,
                List.copyOf(CommonClientConfigs.metricsReporters(client, config)),
                time,
                new KafkaMetricsContext(NAMESPACE, labels));
    }

    /** The file can hold passwords. */
    @Override
    public String toString() {
        return "MetricsSettings[clientId=" + clientId + "]";
    }
}
