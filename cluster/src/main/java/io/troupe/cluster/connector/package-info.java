/** One entity a connector: configurations in, facts out, tasks told. */
@NullMarked
package io.troupe.cluster.connector;

import org.jspecify.annotations.NullMarked;
