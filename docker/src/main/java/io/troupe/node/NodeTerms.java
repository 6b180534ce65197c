package io.troupe.node;

import io.troupe.cluster.Shards;
import io.troupe.cluster.join.Terms;
import io.troupe.plugins.PluginDescriptor;
import io.troupe.plugins.PluginType;
import io.troupe.plugins.Plugins;
import io.troupe.worker.WorkerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the other workers of a cluster have to have in common with this one, and what they had better. */
final class NodeTerms {

    /** They are told in one message: of more plugins the first ones by name are compared. */
    private static final int MOST_PLUGINS = 300;

    private static final List<String> CONVERTERS = List.of("key.converter", "value.converter", "header.converter");

    private NodeTerms() {}

    static Terms of(WorkerSettings worker, Plugins plugins, String journalId, String kafkaClusterId) {
        Map<String, String> binding = new LinkedHashMap<>();
        binding.put("the journal in troupe.database.url", journalId);
        binding.put("group.id", worker.groupId());
        binding.put("the Kafka cluster", kafkaClusterId);
        binding.put("the version of Troupe", Distribution.version());
        binding.put("exactly.once.source.support", worker.exactlyOnce() ? "enabled" : "not enabled");
        binding.put("the number of shards", Shards.COUNT + " and " + Shards.TASKS);

        Map<String, String> advised = new LinkedHashMap<>();
        CONVERTERS.forEach(key -> advised.put(key, worker.properties().getOrDefault(key, "the default")));
        Stream.of(PluginType.SOURCE, PluginType.SINK)
                .flatMap(type -> plugins.list(type).stream())
                .collect(Collectors.groupingBy(
                        PluginDescriptor::className,
                        TreeMap::new,
                        Collectors.mapping(PluginDescriptor::version, Collectors.joining(" and "))))
                .entrySet()
                .stream()
                .limit(MOST_PLUGINS)
                .forEach(each -> advised.put("version of " + each.getKey(), each.getValue()));
        return new Terms(binding, advised);
    }
}
