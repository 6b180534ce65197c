/** Kafka clients from layered configuration. */
@NullMarked
package io.troupe.worker.kafka;

import org.jspecify.annotations.NullMarked;
