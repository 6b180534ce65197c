/** References in configurations, and the config providers that know what they stand for. */
@NullMarked
package io.troupe.worker.provider;

import org.jspecify.annotations.NullMarked;
