package io.troupe.http;

import io.troupe.http.json.Health;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * How well a worker is. {@code /health} is what clusters of machines kill by, and a worker whose database is away still
 * moves records: it stays well there, unless it is told to be strict, and says why changes are refused. {@code
 * /health/ready} is for those who ask whether it takes changes.
 *
 * @param arrived whether the worker has its share of the work; before, it answers, but is not ready for more
 * @param trouble what is the matter with the journal's database, if anything is
 * @param strict whether such trouble makes {@code /health} fail, too
 */
public record Readiness(BooleanSupplier arrived, Supplier<Optional<String>> trouble, boolean strict) {

    private static final String WELL = "Worker has completed startup and is ready to handle requests.";

    record Answer(int status, Health health) {}

    Answer health() {
        return answer(strict, "healthy", "unhealthy");
    }

    Answer ready() {
        return answer(true, "ready", "unready");
    }

    private Answer answer(boolean failing, String well, String ill) {
        if (!arrived.getAsBoolean()) {
            return new Answer(
                    503, new Health("starting", "Worker has joined its cluster and gets its share of the tasks."));
        }
        String reason = trouble.get().orElse(null);
        if (reason == null) {
            return new Answer(200, new Health(well, WELL));
        }
        return failing
                ? new Answer(503, new Health(ill, reason + " Tasks go on, changes are refused."))
                : new Answer(
                        200, new Health(well, "Worker has completed startup. " + reason + " Changes are refused."));
    }
}
