/** Decides what runs, by entities, and where, by sharding. */
@NullMarked
package io.troupe.cluster;

import org.jspecify.annotations.NullMarked;
