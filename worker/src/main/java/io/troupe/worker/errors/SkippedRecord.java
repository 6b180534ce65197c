package io.troupe.worker.errors;

/** Leaves a pipeline from any depth, without a trace: the record failed, was reported, and is not to be seen any more. */
public final class SkippedRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SkippedRecord() {
        super("The record is skipped", null, false, false);
    }
}
