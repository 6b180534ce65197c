/** The benchmark: both workers in turn on one broker, the same connectors, one table. */
@NullMarked
package io.troupe.bench;

import org.jspecify.annotations.NullMarked;
