package io.troupe.http.json;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Answer of {@code GET /}; version and commit are those of the Kafka release that Troupe is compatible with. */
public record ServerInfo(
        String version,
        String commit,
        @JsonProperty("kafka_cluster_id") String kafkaClusterId) {}
