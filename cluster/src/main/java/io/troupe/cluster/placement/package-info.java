/** Which node gets which shard. */
@NullMarked
package io.troupe.cluster.placement;

import org.jspecify.annotations.NullMarked;
