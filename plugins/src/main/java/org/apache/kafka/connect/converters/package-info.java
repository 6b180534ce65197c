/** The converters of simple values that a stock runtime brings; plugins and configurations know them by these names. */
@NullMarked
package org.apache.kafka.connect.converters;

import org.jspecify.annotations.NullMarked;
