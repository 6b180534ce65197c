package io.troupe.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A worker in a process of its own, started by bin/troupe of this distribution. */
final class WorkerProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 60;

    private final Process process;

    private WorkerProcess(Process process) {
        this.process = process;
    }

    /**
     * @param settings a properties file
     * @param log gets what it says
     * @param archive gets its classes when it ends
     */
    static WorkerProcess start(Path distribution, Path settings, Path log, Path archive) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        distribution.resolve("bin").resolve("troupe").toString(), "worker", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("TROUPE_ARCHIVING", archive.toString());
        return new WorkerProcess(builder.start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, and waits; what does not end is killed. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
