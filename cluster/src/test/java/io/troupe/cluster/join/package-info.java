@NullMarked
package io.troupe.cluster.join;

import org.jspecify.annotations.NullMarked;
