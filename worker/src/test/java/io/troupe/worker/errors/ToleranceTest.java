package io.troupe.worker.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.troupe.worker.metrics.TestMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

class ToleranceTest {

    private static final Callable<String> NEVER = () -> {
        throw new AssertionError("not to be tried again");
    };

    private final List<FailedRecord> reported = new ArrayList<>();
    private int tries;

    private Tolerance tolerance(String... pairs) {
        Map<String, String> config = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        ErrorReporter reporter = failed -> {
            reported.add(failed);
            return CompletableFuture.completedFuture(null);
        };
        return new Tolerance(
                ErrorSettings.of(config),
                List.of(reporter),
                TestMetrics.ofTask("t").errors());
    }

    private static FailedRecord failed(Exception error) {
        return new FailedRecord("origin", Stage.VALUE_CONVERTER, String.class, error);
    }

    /** Fails for now that many times more. */
    private Callable<String> failing(int times) {
        return () -> {
            if (++tries <= times) {
                throw new RetriableException("busy");
            }
            return "done";
        };
    }

    @Test
    void nothingIsToleratedByDefaultAndTheFailureIsReported() {
        DataException cause = new DataException("bad");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> tolerance().recover(failed(cause), NEVER))
                .withMessage("Tolerance exceeded in error handler")
                .withCause(cause);
        assertThat(reported).extracting(FailedRecord::error).containsExactly(cause);
    }

    @Test
    void whatIsToleratedIsSkippedAndReported() {
        Tolerance all = tolerance("errors.tolerance", "all");

        assertThatExceptionOfType(SkippedRecord.class)
                .isThrownBy(() -> all.recover(failed(new IllegalStateException("bad")), NEVER));
        assertThat(reported).hasSize(1);
    }

    @Test
    void whatFailsForNowIsTriedAgainWhileThereIsTime() {
        Tolerance patient = tolerance("errors.retry.timeout", "60000", "errors.retry.delay.max.ms", "2");

        assertThat(patient.recover(failed(new RetriableException("busy")), failing(3)))
                .isEqualTo("done");
        assertThat(tries).isEqualTo(4);
        assertThat(reported).isEmpty();
    }

    @Test
    void forEverIsLongerThanAnyTime() {
        Tolerance patient = tolerance("errors.retry.timeout", "-1", "errors.retry.delay.max.ms", "1");

        assertThat(patient.recover(failed(new RetriableException("busy")), failing(20)))
                .isEqualTo("done");
    }

    @Test
    void whatFailsForGoodIsNotTriedAgain() {
        Tolerance patient = tolerance("errors.retry.timeout", "60000");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> patient.recover(failed(new DataException("bad")), NEVER));
    }

    @Test
    void whatStillFailsWhenTheTimeIsOverFailsForGoodWithItsLastFailure() {
        Tolerance hasty = tolerance("errors.retry.timeout", "30", "errors.retry.delay.max.ms", "5");

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> hasty.recover(failed(new RetriableException("first")), failing(Integer.MAX_VALUE)))
                .withStackTraceContaining("busy");
        assertThat(tries).isPositive();
        assertThat(reported).hasSize(1);
    }

    @Test
    void aRecordThatWaitsWhenItsTaskStopsIsNeitherSkippedNorReported() {
        Tolerance patient = tolerance("errors.retry.timeout", "-1", "errors.tolerance", "all");
        patient.hurry();

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> patient.recover(failed(new RetriableException("busy")), NEVER))
                .withMessageContaining("stops");
        assertThat(reported).isEmpty();
    }

    @Test
    void aVirtualMachineErrorIsNeverTolerated() {
        Tolerance patient = tolerance("errors.retry.timeout", "60000", "errors.tolerance", "all");

        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> patient.recover(failed(new RetriableException("busy")), () -> {
                    throw new StackOverflowError();
                }));
    }

    @Test
    void aRecordThatThePluginGivesUpIsReportedAndFailsTheTaskUnlessTolerated() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> tolerance().accept(failed(new DataException("bad"))));
        assertThat(tolerance("errors.tolerance", "all").accept(failed(new DataException("bad"))))
                .isCompleted();
        assertThat(reported).hasSize(2);
    }
}
