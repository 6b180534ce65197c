/** The assembly: main program, node, development broker and the commands of {@code bin/troupe}. */
@NullMarked
package io.troupe.node;

import org.jspecify.annotations.NullMarked;
