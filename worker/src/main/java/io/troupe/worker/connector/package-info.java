/** The blocking host of a connector. */
@NullMarked
package io.troupe.worker.connector;

import org.jspecify.annotations.NullMarked;
