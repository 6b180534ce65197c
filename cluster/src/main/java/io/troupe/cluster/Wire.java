package io.troupe.cluster;

/** Marks messages that cross nodes; they are written as CBOR. */
public interface Wire {}
