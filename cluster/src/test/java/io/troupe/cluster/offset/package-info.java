@NullMarked
package io.troupe.cluster.offset;

import org.jspecify.annotations.NullMarked;
