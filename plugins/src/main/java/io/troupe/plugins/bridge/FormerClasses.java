package io.troupe.plugins.bridge;

import java.util.Map;

/** Classes of Kafka that are gone, or no plugin's to use any more, and those that do the same today. */
final class FormerClasses {

    /** Names with slashes. */
    static final Map<String, String> INSTEAD = Map.of(
            "org/apache/kafka/common/utils/SystemTime", "io/troupe/plugins/bridge/FormerSystemTime",
            "org/apache/kafka/common/errors/NotLeaderForPartitionException",
                    "org/apache/kafka/common/errors/NotLeaderOrFollowerException",
            "org/apache/kafka/common/metrics/stats/Count", "org/apache/kafka/common/metrics/stats/WindowedCount",
            "org/apache/kafka/common/metrics/stats/Sum", "org/apache/kafka/common/metrics/stats/WindowedSum",
            "org/apache/kafka/common/metrics/stats/Total", "org/apache/kafka/common/metrics/stats/CumulativeSum");

    private FormerClasses() {}
}
