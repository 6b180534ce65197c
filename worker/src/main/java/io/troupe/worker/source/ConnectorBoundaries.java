package io.troupe.worker.source;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/** A transaction ends where the task says, with a record or with a batch. Plugins may say so on any thread. */
final class ConnectorBoundaries implements Boundaries, TransactionContext {

    private final Set<SourceRecord> committing = new HashSet<>();
    private final Set<SourceRecord> aborting = new HashSet<>();
    private boolean commitBatch;
    private boolean abortBatch;

    @Override
    public synchronized void commitTransaction() {
        commitBatch = true;
    }

    @Override
    public synchronized void commitTransaction(SourceRecord record) {
        committing.add(Objects.requireNonNull(record, "A transaction can only end with a record that is not null"));
    }

    @Override
    public synchronized void abortTransaction() {
        abortBatch = true;
    }

    @Override
    public synchronized void abortTransaction(SourceRecord record) {
        aborting.add(Objects.requireNonNull(record, "A transaction can only end with a record that is not null"));
    }

    @Override
    public synchronized Verdict afterRecord(SourceRecord record) {
        if (committing.isEmpty() && aborting.isEmpty()) {
            return Verdict.GO_ON;
        }
        return verdict(committing.remove(record), aborting.remove(record));
    }

    @Override
    public synchronized Verdict afterBatch() {
        boolean commit = commitBatch;
        boolean abort = abortBatch;
        commitBatch = false;
        abortBatch = false;
        return verdict(commit, abort);
    }

    /** What the task did not ask for is not committed. */
    @Override
    public Verdict atRest() {
        return afterBatch();
    }

    @Override
    public TransactionContext context() {
        return this;
    }

    private static Verdict verdict(boolean commit, boolean abort) {
        if (commit && abort) {
            throw new IllegalStateException("The task asked for one transaction to be committed and aborted");
        }
        return abort ? Verdict.ABORT : commit ? Verdict.COMMIT : Verdict.GO_ON;
    }
}
