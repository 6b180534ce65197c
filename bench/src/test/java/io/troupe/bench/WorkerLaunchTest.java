package io.troupe.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerLaunchTest {
    private static final Layout LAYOUT = new Layout(Path.of("/checkout"));

    private static WorkerLaunch launch(Side side) {
        return new WorkerLaunch(LAYOUT, side, "life-1", "127.0.0.1:9092", 8083, "1g", false);
    }

    @Test
    void bothSidesGetTheSameSettings() {
        Map<String, String> reference = launch(Side.REFERENCE).properties().settings();
        Map<String, String> troupe =
                new HashMap<>(launch(Side.TROUPE).properties().settings());
        troupe.keySet().removeIf(key -> key.startsWith("troupe."));
        assertThat(reference).containsAllEntriesOf(troupe).containsEntry("offset.flush.interval.ms", "10000");
    }

    @Test
    void bothSidesGetTheSameHeapAndLog() {
        Map<String, String> troupe = launch(Side.TROUPE).command().environment();
        String options = "-Xms1g -Dlogback.configurationFile=" + LAYOUT.logConfig();
        assertThat(String.join(" ", launch(Side.REFERENCE).command().command()))
                .contains("-Xmx1g -XX:+UseG1GC " + options)
                .endsWith(LAYOUT.work().resolve("life-1.properties").toString());
        assertThat(troupe).containsEntry("TROUPE_HEAP", "1g").containsEntry("JAVA_OPTS", options);
    }
}
