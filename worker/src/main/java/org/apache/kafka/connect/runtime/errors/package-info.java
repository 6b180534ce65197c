/** As {@link org.apache.kafka.connect.runtime}. */
@org.jspecify.annotations.NullMarked
package org.apache.kafka.connect.runtime.errors;
