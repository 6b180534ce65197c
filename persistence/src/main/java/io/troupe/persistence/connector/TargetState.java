package io.troupe.persistence.connector;

/** What a user wants a connector to do. */
public enum TargetState {
    STARTED,
    PAUSED,
    STOPPED
}
