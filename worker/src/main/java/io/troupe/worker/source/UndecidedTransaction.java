package io.troupe.worker.source;

import java.time.Instant;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * It cannot be found out how an earlier transaction ended, or how far a task had come: whatever it did now could write
 * records again. Somebody has to decide; the message says how.
 */
public final class UndecidedTransaction extends ConnectException {

    private static final long serialVersionUID = 1;

    private UndecidedTransaction(String connector, String what) {
        super(what + " To go on, stop the connector, set its offsets behind what Kafka has with PATCH /connectors/"
                + connector + "/offsets (or reset them with DELETE), and resume it.");
    }

    /**
     * @param known of the task's transactions in the journal
     * @param seen of them in Kafka; 0 when that is not known
     */
    public static UndecidedTransaction journalBehind(String connector, int task, long known, long seen) {
        return new UndecidedTransaction(
                connector,
                "The journal is older than Kafka, as after a restored backup or a fail-over that lost the latest writes:"
                        + " of task " + connector + "-" + task + " it knows " + known + " transactions, and Kafka has "
                        + (seen == 0 ? "more" : Long.toString(seen))
                        + ". Records that Kafka has since then would be written again.");
    }

    /** @param prepared when the transaction was; null when nobody knows */
    public static UndecidedTransaction markLost(String connector, int task, @Nullable Instant prepared) {
        return unknown(
                connector,
                task,
                prepared,
                "the offsets topic does not have the task's last mark any more, because it was deleted, has expired, or"
                        + " is another one now.");
    }

    /** @param prepared when the transaction was; null when nobody knows */
    public static UndecidedTransaction markNotCounted(String connector, int task, @Nullable Instant prepared) {
        return unknown(connector, task, prepared, "an earlier version of Troupe left it open.");
    }

    private static UndecidedTransaction unknown(String connector, int task, @Nullable Instant prepared, String reason) {
        return new UndecidedTransaction(
                connector,
                "It cannot be found out whether the last transaction of task " + connector + "-" + task
                        + (prepared == null ? "" : ", prepared at " + prepared + ",") + " was committed: " + reason);
    }
}
