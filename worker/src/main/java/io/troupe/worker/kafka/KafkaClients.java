package io.troupe.worker.kafka;

import com.typesafe.config.Config;
import io.troupe.persistence.TaskId;
import io.troupe.worker.Settings;
import io.troupe.worker.WorkerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.pekko.kafka.ConsumerSettings;
import org.apache.pekko.kafka.ProducerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients of a task: Connect's own settings (contract/clients.json), over them the worker's with the client's
 * prefix, over them the connector's overrides.
 *
 * <p>Lowest of all lie the worker's plain security settings, so that one set of them is enough; a client that is sent
 * to other brokers by its own {@code bootstrap.servers} does not get them, and where the connector sends it, not those
 * with the client's prefix either. An admin client gets all plain settings.
 */
public final class KafkaClients {

    private static final String BOOTSTRAP = "bootstrap.servers";

    private static final Map<String, String> PRODUCER = Map.of(
            "acks", "all",
            "enable.idempotence", "false",
            "max.in.flight.requests.per.connection", "1",
            "delivery.timeout.ms", Integer.toString(Integer.MAX_VALUE),
            "max.block.ms", Long.toString(Long.MAX_VALUE));

    /**
     * Longer than Kafka's minute: a transaction may have to wait for the database, which remembers its offsets. Nobody
     * else waits for it: whoever takes a task over ends what it left open.
     */
    private static final String TRANSACTION_TIMEOUT_MS = "180000";

    private static final Map<String, String> CONSUMER = Map.of(
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest");

    private final Config config;
    private final WorkerSettings settings;
    private final Map<String, String> labels;
    private final SharedAdmins groupAdmins = new SharedAdmins();
    private final StaticMembers staticMembers = new StaticMembers(groupAdmins);

    /**
     * @param config of the actor system; {@code pekko.kafka.producer} and {@code pekko.kafka.consumer} count
     * @param kafkaClusterId a label that metrics reporters of the clients get
     */
    public KafkaClients(Config config, WorkerSettings settings, String kafkaClusterId) {
        this.config = config;
        this.settings = settings;
        this.labels = Map.of(
                "metrics.context.connect.kafka.cluster.id",
                kafkaClusterId,
                "metrics.context.connect.group.id",
                settings.groupId());
    }

    /** @throws org.apache.kafka.common.KafkaException when the settings do not make a producer */
    public Producer<byte[], byte[]> producer(TaskId task, Map<String, String> connectorConfig) {
        return producer("connector-producer-" + task.label(), connectorConfig);
    }

    /** Of a sink's dead letter queue. */
    public Producer<byte[], byte[]> deadLetterProducer(TaskId task, Map<String, String> connectorConfig) {
        return producer("connector-dlq-producer-" + task.label(), connectorConfig);
    }

    /**
     * Of an exactly-once source: whatever the overrides say, it has its transactional id, by which one run of a task
     * fences the other.
     *
     * @throws org.apache.kafka.common.KafkaException when the settings do not make a transactional producer
     */
    public Producer<byte[], byte[]> transactionalProducer(TaskId task, Map<String, String> connectorConfig) {
        Map<String, String> forced = Map.of(
                "enable.idempotence",
                "true",
                "transactional.id",
                transactionIds(task.connector().name()).transactional(task.number()));
        return producer("connector-producer-" + task.label(), connectorConfig, forced);
    }

    /** The transactions of a task, not begun yet. */
    public TaskTransactions transactions(TaskId task, Map<String, String> connectorConfig) {
        String connector = task.connector().name();
        return new TaskTransactions(
                transactionalProducer(task, connectorConfig),
                transactionIds(connector),
                marks(connector, connectorConfig),
                task.number());
    }

    private TransactionIds transactionIds(String connector) {
        return new TransactionIds(settings.groupId(), connector);
    }

    private TransactionMarks marks(String connector, Map<String, String> connectorConfig) {
        return new TransactionMarks(OffsetsTopic.of(settings, connectorConfig), settings.groupId(), connector);
    }

    /** Is in no group, and makes no topics. */
    private Consumer<byte[], byte[]> marksConsumer(String connector, Map<String, String> connectorConfig) {
        Map<String, String> own = new HashMap<>(CONSUMER);
        own.put("client.id", "connector-offsets-consumer-" + connector);
        Map<String, Object> all = new HashMap<>(layered(security(), own, "consumer.", connectorConfig));
        all.keySet().removeAll(List.of("group.id", "group.instance.id", "group.protocol"));
        all.put("enable.auto.commit", "false");
        all.put("auto.offset.reset", "earliest");
        all.put("allow.auto.create.topics", "false");
        all.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Producer<byte[], byte[]> producer(String clientId, Map<String, String> connectorConfig) {
        return producer(clientId, connectorConfig, Map.of());
    }

    private Producer<byte[], byte[]> producer(
            String clientId, Map<String, String> connectorConfig, Map<String, String> forced) {
        Map<String, String> own = new HashMap<>(PRODUCER);
        own.put("client.id", clientId);
        if (!forced.isEmpty()) {
            own.put("transaction.timeout.ms", TRANSACTION_TIMEOUT_MS);
        }
        return ProducerSettings.create(
                        config.getConfig("pekko.kafka.producer"), new ByteArraySerializer(), new ByteArraySerializer())
                .withProperties(layered(security(), own, "producer.", connectorConfig))
                .withProperties(forced)
                .createKafkaProducer();
    }

    /**
     * A consumer of a sink's group.
     *
     * @param seated whether it is a static member: a task that comes back, wherever it runs then, takes over its
     *     partitions at once, and whoever still consumed in its name is fenced
     * @throws org.apache.kafka.common.KafkaException when the settings do not make a consumer
     */
    public Consumer<byte[], byte[]> consumer(TaskId task, Map<String, String> connectorConfig, boolean seated) {
        Map<String, String> own = new HashMap<>(CONSUMER);
        own.put("client.id", "connector-consumer-" + task.label());
        own.put("group.id", defaultGroup(task.connector().name()));
        if (seated) {
            own.put("group.instance.id", seats(task.connector().name()).of(task.number()));
        }
        return ConsumerSettings.create(
                        config.getConfig("pekko.kafka.consumer"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())
                .withProperties(layered(security(), own, "consumer.", connectorConfig))
                .createKafkaConsumer();
    }

    private static String defaultGroup(String connector) {
        return "connect-" + connector;
    }

    /** The consumer group that the tasks of a sink share. */
    public String group(String connector, Map<String, String> connectorConfig) {
        return consumerSettings(connector, connectorConfig).getOrDefault("group.id", "");
    }

    /** What the static members of a sink's group are called. */
    public Seats seats(String connector) {
        return Seats.of(settings.groupId(), connector);
    }

    /** What Kafka says of the group that the tasks of a sink share. */
    public SinkGroup sinkGroup(String connector, Map<String, String> connectorConfig) {
        Map<String, String> ofConsumers = consumerSettings(connector, connectorConfig);
        return new KafkaSinkGroup(
                groupAdmins,
                groupAdmin(ofConsumers),
                ofConsumers.getOrDefault("group.id", ""),
                seats(connector),
                hasNewProtocol(ofConsumers));
    }

    /** Whether a sink's tasks can be static members of its group. May wait for Kafka, for some seconds at most. */
    public boolean knowStaticMembers(String connector, Map<String, String> connectorConfig) {
        Map<String, String> ofConsumers = consumerSettings(connector, connectorConfig);
        return hasNewProtocol(ofConsumers)
                || staticMembers.knownTo(
                        groupAdmin(ofConsumers),
                        ofConsumers.getOrDefault("group.id", ""),
                        seats(connector).nobodies());
    }

    private static boolean hasNewProtocol(Map<String, String> ofConsumers) {
        return "consumer".equalsIgnoreCase(ofConsumers.get("group.protocol"));
    }

    private static Map<String, Object> groupAdmin(Map<String, String> ofConsumers) {
        Map<String, Object> settings = new HashMap<>(ofConsumers);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put("client.id", "sink-groups-adminclient");
        settings.put("metric.reporters", "");
        return settings;
    }

    /** How long the consumers of a sink go without asking what topics and partitions there are; a second at least. */
    public Duration metadataMaxAge(String connector, Map<String, String> connectorConfig) {
        String own = consumerSettings(connector, connectorConfig).get("metadata.max.age.ms");
        Object millis = ConfigDef.parseType("metadata.max.age.ms", own == null ? "300000" : own, ConfigDef.Type.LONG);
        return Duration.ofMillis(Math.max(1_000, (Long) millis));
    }

    private Map<String, String> consumerSettings(String connector, Map<String, String> connectorConfig) {
        return layered(security(), Map.of("group.id", defaultGroup(connector)), "consumer.", connectorConfig);
    }

    /** Reads and changes the offsets of a sink. */
    public Admin offsetsAdmin(String connector, Map<String, String> connectorConfig) {
        return admin("connector-worker-adminclient-" + connector, connectorConfig);
    }

    /** Makes the topics of a source task. */
    public Admin admin(TaskId task, Map<String, String> connectorConfig) {
        return admin("connector-adminclient-" + task.label(), connectorConfig);
    }

    /** Makes the topic of a sink's dead letter queue. */
    public Admin deadLetterAdmin(TaskId task, Map<String, String> connectorConfig) {
        return admin("connector-dlq-adminclient-" + task.label(), connectorConfig);
    }

    /** Whether the worker's source tasks write in transactions. */
    public boolean exactlyOnce() {
        return settings.exactlyOnce();
    }

    /** Fences the transactions of a connector's tasks. */
    public KafkaTransactionFence transactionFence(String connector, Map<String, String> connectorConfig) {
        return new KafkaTransactionFence(
                transactionIds(connector),
                marks(connector, connectorConfig),
                () -> admin("connector-worker-adminclient-" + connector, connectorConfig),
                () -> marksConsumer(connector, connectorConfig));
    }

    private Admin admin(String clientId, Map<String, String> connectorConfig) {
        return Admin.create(adminSettings(clientId, connectorConfig));
    }

    Map<String, Object> adminSettings(String clientId, Map<String, String> connectorConfig) {
        return new HashMap<>(layered(plain(), Map.of("client.id", clientId), "admin.", connectorConfig));
    }

    private Map<String, String> layered(
            Map<String, String> lowest, Map<String, String> own, String prefix, Map<String, String> connectorConfig) {
        Map<String, String> special = Settings.under(settings.properties(), prefix);
        Map<String, String> overrides = Settings.under(connectorConfig, prefix + "override.");
        overrides.keySet().removeIf(KafkaClients::namesProviders);
        if (foreign(overrides.get(BOOTSTRAP), special.getOrDefault(BOOTSTRAP, settings.bootstrapServers()))) {
            special.keySet().removeIf(KafkaClients::secures);
        }
        special.putAll(overrides);
        Map<String, String> all = new HashMap<>(special.containsKey(BOOTSTRAP) ? Map.of() : lowest);
        all.put(BOOTSTRAP, settings.bootstrapServers());
        all.putAll(own);
        all.putAll(labels);
        all.putAll(special);
        return all;
    }

    /** Whether a connector sends its client to somebody whom the worker does not know: one such address is enough. */
    private static boolean foreign(@Nullable String chosen, String known) {
        return chosen != null && !addresses(known).containsAll(addresses(chosen));
    }

    private static Set<String> addresses(String bootstrap) {
        return Settings.list(bootstrap.toLowerCase(Locale.ROOT)).stream().collect(Collectors.toSet());
    }

    /** A client would make the providers itself, and resolve what only the worker may read. */
    private static boolean namesProviders(String key) {
        return key.equals("config.providers") || key.startsWith("config.providers.");
    }

    private static boolean secures(String key) {
        return key.startsWith("security.") || key.startsWith("sasl.") || key.startsWith("ssl.");
    }

    /** The worker's own TLS and SASL settings. */
    private Map<String, String> security() {
        Map<String, String> some = new HashMap<>();
        settings.properties().forEach((key, value) -> {
            if (secures(key)) {
                some.put(key, value);
            }
        });
        return some;
    }

    private Map<String, String> plain() {
        Map<String, String> some = new HashMap<>(settings.properties());
        some.keySet().retainAll(AdminClientConfig.configNames());
        some.remove("client.id");
        some.putAll(security());
        return some;
    }
}
