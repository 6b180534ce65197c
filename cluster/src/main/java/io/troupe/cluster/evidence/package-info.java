/** How a node proves that another one has crashed, so that nobody waits for what is certain. */
@NullMarked
package io.troupe.cluster.evidence;

import org.jspecify.annotations.NullMarked;
