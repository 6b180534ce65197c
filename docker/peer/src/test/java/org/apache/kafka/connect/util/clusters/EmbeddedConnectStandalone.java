package org.apache.kafka.connect.util.clusters;

import io.troupe.peer.TroupeWorker;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.test.TestUtils;

/** Takes the place of the class of this name among the tests: a worker of Troupe by itself. */
public class EmbeddedConnectStandalone extends EmbeddedConnect {

    private final Map<String, String> workerProps;
    private final List<Map<String, String>> connectors;
    private final String offsetsFile;
    private volatile WorkerHandle worker;

    private EmbeddedConnectStandalone(
            int brokers,
            Properties brokerProps,
            boolean maskExitProcedures,
            Map<String, String> clientProps,
            Map<String, String> workerProps,
            List<Map<String, String>> connectors,
            String offsetsFile) {
        super(brokers, brokerProps, maskExitProcedures, clientProps);
        this.workerProps = new HashMap<>(workerProps);
        this.connectors = connectors;
        this.offsetsFile = offsetsFile;
    }

    @Override
    public void startConnect() {
        workerProps.put("bootstrap.servers", kafka().bootstrapServers());
        workerProps.put("listeners", "HTTP://localhost:0");
        workerProps.putIfAbsent("offset.storage.file.filename", offsetsFile);
        workerProps.putIfAbsent("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        workerProps.putIfAbsent("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        workerProps.putIfAbsent("plugin.discovery", "hybrid_fail");
        worker = new WorkerHandle("standalone", TroupeWorker.standalone(workerProps));
        connectors.forEach(it -> configureConnector(it.get("name"), it));
    }

    @Override
    protected Set<WorkerHandle> workers() {
        return worker == null ? Set.of() : Set.of(worker);
    }

    public Response healthCheck() {
        return healthCheck(worker);
    }

    public ConnectMetrics connectMetrics() {
        throw new UnsupportedOperationException("What holds the metrics is the original's own");
    }

    public static class Builder extends EmbeddedConnectBuilder<EmbeddedConnectStandalone, Builder> {
        private final List<Map<String, String>> connectors = new ArrayList<>();
        private String offsetsFile = "";

        public Builder offsetsFile(String file) {
            offsetsFile = file;
            return this;
        }

        public Builder withCommandLineConnector(Map<String, String> config) {
            connectors.add(config);
            return this;
        }

        @Override
        protected EmbeddedConnectStandalone build(
                int brokers,
                Properties brokerProps,
                boolean maskExitProcedures,
                Map<String, String> clientProps,
                Map<String, String> workerProps) {
            return new EmbeddedConnectStandalone(
                    brokers,
                    brokerProps,
                    maskExitProcedures,
                    clientProps,
                    workerProps,
                    connectors,
                    offsetsFile.isEmpty() ? newFile() : offsetsFile);
        }

        private static String newFile() {
            try {
                return TestUtils.tempFile("standalone", "offsets").getAbsolutePath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
