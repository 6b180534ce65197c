/** One record a shape on the wire, with Kafka Connect's field names in its order. */
@NullMarked
package io.troupe.http.json;

import org.jspecify.annotations.NullMarked;
