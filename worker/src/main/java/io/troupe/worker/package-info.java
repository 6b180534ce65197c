/** Runs one connector or one task; knows neither where nor why. */
@NullMarked
package io.troupe.worker;

import org.jspecify.annotations.NullMarked;
