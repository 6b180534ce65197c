/** Lets plugins that were made for another generation of Kafka's clients run on the worker's. */
@NullMarked
package io.troupe.plugins.bridge;

import org.jspecify.annotations.NullMarked;
