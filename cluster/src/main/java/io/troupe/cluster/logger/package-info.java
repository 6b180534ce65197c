/** The levels of loggers: of this node, and of all nodes at once. */
@NullMarked
package io.troupe.cluster.logger;

import org.jspecify.annotations.NullMarked;
