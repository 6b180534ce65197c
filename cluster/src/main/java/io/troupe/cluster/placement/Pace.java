package io.troupe.cluster.placement;

import java.time.Duration;

/**
 * How fast a node that joins gets its share.
 *
 * @param settling how long the node gets nothing new at first, if there are others
 * @param waiting how long it gets nothing of what others have; as long at least
 * @param batch how many shards may then be on the move at once; at least 1
 * @param pause from one batch to the next, at least
 */
public record Pace(Duration settling, Duration waiting, int batch, Duration pause) {}
