/** A connector for the specs: it counts what is done to it, and blocks or fails where it is told to. */
@NullMarked
package io.troupe.cluster.probe;

import org.jspecify.annotations.NullMarked;
