/** Tests of what proves a crash, and what does not. */
@NullMarked
package io.troupe.cluster.evidence;

import org.jspecify.annotations.NullMarked;
