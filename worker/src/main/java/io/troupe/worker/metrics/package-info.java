/** The figures of a worker, its connectors and its tasks, under the names that Kafka Connect gives them. */
@NullMarked
package io.troupe.worker.metrics;

import org.jspecify.annotations.NullMarked;
