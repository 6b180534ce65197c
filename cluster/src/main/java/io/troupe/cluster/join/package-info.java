/** How a node becomes a member: it asks those whom it would join, and joins, founds a cluster, or says why it cannot. */
@NullMarked
package io.troupe.cluster.join;

import org.jspecify.annotations.NullMarked;
