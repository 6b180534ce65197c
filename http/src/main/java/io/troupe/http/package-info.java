/** Speaks Kafka Connect's REST API; holds no decision. */
@NullMarked
package io.troupe.http;

import org.jspecify.annotations.NullMarked;
