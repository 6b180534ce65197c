@NullMarked
package io.troupe.cluster.lease;

import org.jspecify.annotations.NullMarked;
