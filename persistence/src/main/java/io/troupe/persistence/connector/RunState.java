package io.troupe.persistence.connector;

/** What a connector or a task is seen to do; the words of Kafka Connect's REST API. */
public enum RunState {
    UNASSIGNED,
    RUNNING,
    PAUSED,
    STOPPED,
    FAILED,
    RESTARTING
}
