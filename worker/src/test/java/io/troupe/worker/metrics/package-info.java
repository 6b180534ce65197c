/** Known counts, and the figures they have to give. */
@NullMarked
package io.troupe.worker.metrics;

import org.jspecify.annotations.NullMarked;
