/** The assembly: a node from its properties, and the programs around it. */
@NullMarked
package io.troupe.node;

import org.jspecify.annotations.NullMarked;
