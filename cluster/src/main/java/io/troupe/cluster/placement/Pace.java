package io.troupe.cluster.placement;

import java.time.Duration;

/**
 * How fast a node that joins gets its share.
 *
 * @param batch how many shards may be on the move at once; at least 1
 * @param settling how long the node is left alone at first
 * @param pause from one batch to the next, at least
 */
public record Pace(int batch, Duration settling, Duration pause) {}
