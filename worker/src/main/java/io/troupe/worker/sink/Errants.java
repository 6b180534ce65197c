package io.troupe.worker.sink;

import io.troupe.worker.errors.FailedRecord;
import io.troupe.worker.errors.Stage;
import io.troupe.worker.pipeline.SinkPipeline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Takes the records that a sink cannot use; it may report them from any thread. */
final class Errants implements ErrantRecordReporter {

    private final SinkPipeline pipeline;
    private volatile @Nullable ConnectException failure;

    Errants(SinkPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * @throws ConnectException when nothing is tolerated; the task fails then, even if it catches this
     */
    @SuppressWarnings("CatchingThrowable") // and so it does with whatever else keeps the record from being noted
    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        ConsumerRecord<byte[], byte[]> origin = record instanceof InternalSinkRecord internal
                ? internal.context().original()
                : pipeline.encode(record);
        FailedRecord failed = new FailedRecord(origin, Stage.TASK_PUT, SinkTask.class, error);
        try {
            CompletableFuture<Void> noted = pipeline.tolerance().accept(failed);
            return noted.whenComplete((done, problem) -> {
                if (problem != null) {
                    failure = new ConnectException("A reported record could not be noted", problem);
                }
            });
        } catch (ConnectException e) {
            failure = e;
            throw e;
        } catch (Throwable e) {
            failure = new ConnectException("A reported record could not be noted", e);
            throw e;
        }
    }

    void throwIfFailed() {
        ConnectException known = failure;
        if (known != null) {
            throw known;
        }
    }
}
