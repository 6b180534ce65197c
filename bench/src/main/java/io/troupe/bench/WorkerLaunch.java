package io.troupe.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a worker is started: the same settings, heap, collector and log configuration on both sides, as far as both
 * know them.
 *
 * @param life      names this worker: its files, its group, and on the reference's side its topics
 * @param recording whether the virtual machine records what it does
 */
record WorkerLaunch(Layout layout, Side side, String life, String broker, int port, String heap, boolean recording) {

    Path propertiesFile() {
        return layout.work().resolve(life + ".properties");
    }

    WorkerProperties properties() {
        WorkerProperties common =
                WorkerProperties.of(layout, side, life, broker, port).with(Map.of("offset.flush.interval.ms", "10000"));
        return side == Side.REFERENCE
                ? common
                : common.with(Map.of(
                        "troupe.database.url",
                        "jdbc:h2:file:" + layout.scratch().resolve(life),
                        "troupe.cluster.listener",
                        "127.0.0.1:0"));
    }

    WorkerCommand command() {
        List<String> options = new ArrayList<>();
        options.add("-Xms" + heap);
        options.add("-Dlogback.configurationFile=" + layout.logConfig());
        if (recording) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + layout.work().resolve(life + ".jfr"));
        }
        return new WorkerCommand(layout, side, propertiesFile(), heap, options);
    }
}
