package io.troupe.worker.metrics;

import org.apache.kafka.common.metrics.Sensor;

/** The start-up figures of {@code connect-worker-metrics}; tasks count only when they cannot be made: behaviours, 19. */
final class StartMetrics {

    private final Attempts connectors;
    private final Attempts tasks;

    private record Attempts(Sensor all, Sensor successes, Sensor failures, Sensor outcomes) {

        static Attempts of(Figures figures, String what) {
            return new Attempts(
                    figures.total(what + "-startup-attempts-total", "Starts of a " + what + " that were tried."),
                    figures.total(what + "-startup-success-total", "Starts of a " + what + " that succeeded."),
                    figures.total(what + "-startup-failure-total", "Starts of a " + what + " that failed."),
                    figures.outcomes(what + "-startup", "starts of a " + what));
        }

        void record(boolean success) {
            all.record(1);
            successes.record(success ? 1 : 0);
            failures.record(success ? 0 : 1);
            outcomes.record(success ? 1 : 0);
        }
    }

    StartMetrics(Figures figures) {
        connectors = Attempts.of(figures, "connector");
        tasks = Attempts.of(figures, "task");
    }

    void connector(boolean success) {
        connectors.record(success);
    }

    void taskFailed() {
        tasks.record(false);
    }
}
