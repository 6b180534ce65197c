package org.apache.kafka.connect.util.clusters;

import io.troupe.peer.TroupeWorker;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** Takes the place of the class of this name among the tests: their workers are Troupe's. */
public class WorkerHandle {

    private final String name;
    private final TroupeWorker worker;

    WorkerHandle(String name, TroupeWorker worker) {
        this.name = name;
        this.worker = worker;
    }

    public static WorkerHandle start(String name, Map<String, String> workerProperties) {
        return new WorkerHandle(name, TroupeWorker.distributed(workerProperties));
    }

    public Future<?> herderTask() {
        return CompletableFuture.completedFuture(null);
    }

    public void stop() {
        worker.stop();
    }

    public URI url() {
        return worker.url();
    }

    public URI adminUrl() {
        return worker.adminUrl();
    }

    /** Troupe's limit is a setting, not to be changed while it runs. */
    public void requestTimeout(long ignored) {}

    public void resetRequestTimeout() {}

    @Override
    public String toString() {
        return "Troupe " + name + " at " + url();
    }
}
