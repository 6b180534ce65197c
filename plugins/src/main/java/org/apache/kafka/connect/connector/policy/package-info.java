/** The override policies that a stock runtime brings; configurations know them by these names. */
@NullMarked
package org.apache.kafka.connect.connector.policy;

import org.jspecify.annotations.NullMarked;
