/** What of a stock runtime users can see in traces. */
@NullMarked
package org.apache.kafka.connect.runtime;

import org.jspecify.annotations.NullMarked;
