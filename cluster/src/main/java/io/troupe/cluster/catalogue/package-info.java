/** Which connectors exist: one list for the whole cluster. */
@NullMarked
package io.troupe.cluster.catalogue;

import org.jspecify.annotations.NullMarked;
