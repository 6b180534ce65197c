package io.troupe.bench.company;

import io.troupe.bench.ConnectRest;
import io.troupe.bench.plugin.TickSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long requests about a healthy connector take, one after the other.
 *
 * @param failed how many were not answered with 200
 */
record Latencies(List<Double> sortedMillis, int failed) {

    static Latencies of(ConnectRest rest, String connector, Map<String, String> config, Duration time) {
        List<Double> millis = new ArrayList<>();
        int failed = 0;
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            for (Request request : requests(connector)) {
                long begin = System.nanoTime();
                int status = rest.ask(request.method, request.path, request.method.equals("PUT") ? config : Map.of());
                millis.add((System.nanoTime() - begin) / 1e6);
                failed += status == 200 ? 0 : 1;
            }
        }
        return new Latencies(millis.stream().sorted().toList(), failed);
    }

    private record Request(String method, String path) {}

    private static List<Request> requests(String connector) {
        return List.of(
                new Request("GET", "/connectors"),
                new Request("GET", "/connectors?expand=status"),
                new Request("GET", "/connectors/" + connector + "/status"),
                new Request("GET", "/connectors/" + connector + "/config"),
                new Request("PUT", "/connector-plugins/" + TickSource.class.getName() + "/config/validate"));
    }

    /** Of a hundred requests the slowest but one. */
    double p99() {
        return sortedMillis.get((int) (sortedMillis.size() * 0.99));
    }

    double worst() {
        return sortedMillis.get(sortedMillis.size() - 1);
    }

    int count() {
        return sortedMillis.size();
    }
}
