package io.troupe.worker.errors;

/** Where in a record's way something failed; names as in messages and headers, contract/behaviours.md, section 7. */
public enum Stage {
    TRANSFORMATION,
    HEADER_CONVERTER,
    KEY_CONVERTER,
    VALUE_CONVERTER,
    TASK_PUT,
    KAFKA_PRODUCE
}
