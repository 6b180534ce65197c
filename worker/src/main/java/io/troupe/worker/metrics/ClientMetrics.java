package io.troupe.worker.metrics;

import java.util.List;
import java.util.Map;

/**
 * {@code connect-metrics} and {@code connect-node-metrics}: what the network client of a group member would count. No
 * such client runs here, so that totals, rates and ratios are 0 and averages and maxima not numbers; the beans are there
 * because dashboards ask for them.
 */
final class ClientMetrics {

    /** By the name under which a client knows the broker it was configured with. */
    private static final Map<String, String> NODE = Map.of("node-id", "node--1");

    private static final List<String> TRAFFIC = List.of(
            "request-rate",
            "request-total",
            "request-size-avg",
            "request-size-max",
            "response-rate",
            "response-total",
            "incoming-byte-rate",
            "incoming-byte-total",
            "outgoing-byte-rate",
            "outgoing-byte-total");

    private static final List<String> NODE_ONLY = List.of("request-latency-avg", "request-latency-max");

    private static final List<String> CLIENT_ONLY = List.of(
            "connection-count",
            "connection-creation-rate",
            "connection-creation-total",
            "connection-close-rate",
            "connection-close-total",
            "network-io-rate",
            "network-io-total",
            "select-rate",
            "select-total",
            "io-ratio",
            "io-time-ns-avg",
            "io-time-ns-total",
            "io-wait-ratio",
            "io-wait-time-ns-avg",
            "io-wait-time-ns-total",
            "successful-authentication-rate",
            "successful-authentication-total",
            "successful-authentication-no-reauth-total",
            "failed-authentication-rate",
            "failed-authentication-total",
            "successful-reauthentication-rate",
            "successful-reauthentication-total",
            "failed-reauthentication-rate",
            "failed-reauthentication-total",
            "reauthentication-latency-avg",
            "reauthentication-latency-max");

    private ClientMetrics() {}

    static void open(Beans group) {
        Figures client = group.open("connect-metrics", Map.of());
        client.absent(TRAFFIC);
        client.absent(CLIENT_ONLY);
        Figures node = group.open("connect-node-metrics", NODE);
        node.absent(TRAFFIC);
        node.absent(NODE_ONLY);
    }
}
