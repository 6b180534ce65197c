/** One entity a connector name: remembers how far its source tasks have come. */
@NullMarked
package io.troupe.cluster.offset;

import org.jspecify.annotations.NullMarked;
