package io.troupe.worker.offset;

import io.troupe.persistence.offset.OffsetJson;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.worker.SecretSettings;
import io.troupe.worker.kafka.KafkaClients;
import io.troupe.worker.kafka.KafkaTransactionFence;
import io.troupe.worker.kafka.SinkGroup;
import io.troupe.worker.provider.ConfigProviders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes the offsets of connectors: those of sources are remembered here, those of sinks by their consumer
 * group. Calls plugins and Kafka, and so blocks; a caller that gives up must say so, lest a plugin that returns late
 * has something written.
 */
public final class ConnectorOffsets {

    private final Plugins plugins;
    private final ConfigProviders providers;
    private final KafkaClients clients;
    private final SecretSettings secrets;

    public ConnectorOffsets(Plugins plugins, ConfigProviders providers, SecretSettings secrets, KafkaClients clients) {
        this.plugins = plugins;
        this.providers = providers;
        this.clients = clients;
        this.secrets = secrets;
    }

    /**
     * @param written the connector's configuration as the user wrote it
     * @throws ConnectException when the plugin is not installed, or offsets cannot be read
     * @throws org.apache.kafka.common.config.ConfigException when a reference cannot be resolved
     */
    public List<PartitionOffset> read(String connector, Map<String, String> written, OffsetStore source) {
        OffsetsPlugin plugin = OffsetsPlugin.of(plugins, providers, secrets, connector, written);
        List<PartitionOffset> all = new ArrayList<>();
        if (plugin.sink()) {
            try (Admin admin = clients.offsetsAdmin(connector, plugin.config())) {
                group(plugin, admin)
                        .read()
                        .forEach((partition, offset) -> all.add(SinkPartitions.written(partition, offset)));
            }
        } else {
            source.all()
                    .forEach((partition, offset) ->
                            all.add(new PartitionOffset(OffsetJson.read(partition), OffsetJson.read(offset))));
        }
        return all;
    }

    /**
     * To be called when no task of the connector is meant to run.
     *
     * @param wanted false once nobody waits for the change any more: then nothing is written
     * @return whether offsets that the plugin keeps elsewhere are changed, too
     * @throws InvalidOffsets when the request itself is wrong
     * @throws ConnectException when the plugin refuses, or offsets cannot be changed
     * @throws org.apache.kafka.common.config.ConfigException when a reference cannot be resolved
     */
    public boolean change(
            String connector,
            Map<String, String> written,
            OffsetsRequest request,
            OffsetStore source,
            BooleanSupplier wanted) {
        OffsetsPlugin plugin = OffsetsPlugin.of(plugins, providers, secrets, connector, written);
        if (!plugin.sink()) {
            Map<Integer, Long> marks = settle(plugin, source);
            boolean elsewhere = request.reset()
                    ? resetSource(plugin, source, wanted)
                    : alterSource(plugin, request, source, wanted);
            if (!marks.isEmpty()) {
                source.accept(marks);
            }
            return elsewhere;
        }
        try (Admin admin = clients.offsetsAdmin(connector, plugin.config())) {
            GroupOffsets group = group(plugin, admin);
            return request.reset() ? resetSink(plugin, group, wanted) : alterSink(plugin, request, group, wanted);
        } catch (IllegalArgumentException e) {
            throw plugin.failed(e);
        }
    }

    /**
     * The group that the tasks of a sink share; none for a source.
     *
     * @throws ConnectException when the plugin is not installed
     * @throws org.apache.kafka.common.config.ConfigException when a reference cannot be resolved
     */
    public Optional<SinkGroup> group(String connector, Map<String, String> written) {
        Map<String, String> config = providers.resolve(written).config();
        return plugins.connectorOf(config).type() == PluginType.SINK
                ? Optional.of(clients.sinkGroup(connector, config))
                : Optional.empty();
    }

    private Map<Integer, Long> settle(OffsetsPlugin plugin, OffsetStore source) {
        if (!clients.exactlyOnce()) {
            return Map.of();
        }
        try (KafkaTransactionFence fence = clients.transactionFence(plugin.connector(), plugin.config())) {
            return source.settle(fence);
        }
    }

    private GroupOffsets group(OffsetsPlugin plugin, Admin admin) {
        String connector = plugin.connector();
        return new GroupOffsets(
                admin,
                clients.group(connector, plugin.config()),
                connector,
                clients.seats(connector)::include,
                GroupOffsets.PATIENCE);
    }

    private static boolean alterSource(
            OffsetsPlugin plugin, OffsetsRequest request, OffsetStore source, BooleanSupplier wanted) {
        Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> offsets = new LinkedHashMap<>();
        Map<String, @Nullable String> changes = new HashMap<>();
        for (OffsetsRequest.Change change : request.changes()) {
            Map<String, @Nullable Object> partition = read(change.partition());
            Map<String, @Nullable Object> offset = read(change.offset());
            offsets.put(partition, offset);
            if (partition != null) {
                changes.put(canonical(partition), offset == null ? null : canonical(offset));
            }
        }
        boolean elsewhere = plugin.alterSource(offsets);
        check(wanted);
        source.alter(changes);
        return elsewhere;
    }

    private static boolean resetSource(OffsetsPlugin plugin, OffsetStore source, BooleanSupplier wanted) {
        Map<@Nullable Map<String, ?>, @Nullable Map<String, ?>> nothing = new LinkedHashMap<>();
        source.all().keySet().forEach(partition -> nothing.put(OffsetJson.read(partition), null));
        boolean elsewhere = plugin.alterSource(nothing);
        check(wanted);
        source.reset();
        return elsewhere;
    }

    private static boolean alterSink(
            OffsetsPlugin plugin, OffsetsRequest request, GroupOffsets group, BooleanSupplier wanted) {
        Map<TopicPartition, @Nullable Long> changes = SinkPartitions.parse(request.changes());
        boolean elsewhere = plugin.alterSink(new LinkedHashMap<>(changes));
        check(wanted);
        group.alter(changes);
        return elsewhere;
    }

    private static boolean resetSink(OffsetsPlugin plugin, GroupOffsets group, BooleanSupplier wanted) {
        Map<TopicPartition, @Nullable Long> nothing = new LinkedHashMap<>();
        group.read().keySet().forEach(partition -> nothing.put(partition, null));
        boolean elsewhere = plugin.alterSink(nothing);
        check(wanted);
        group.reset();
        return elsewhere;
    }

    /** What cannot be stored as it is written is refused, and named. */
    private static @Nullable Map<String, @Nullable Object> read(@Nullable String text) {
        try {
            return text == null ? null : OffsetJson.read(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidOffsets(String.valueOf(e.getMessage()));
        }
    }

    private static String canonical(Map<String, @Nullable Object> map) {
        try {
            return OffsetJson.write(map);
        } catch (IllegalArgumentException e) {
            throw new DataException(e.getMessage(), e);
        }
    }

    private static void check(BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            throw new ConnectException("The change of offsets came too late; nothing is written");
        }
    }
}
