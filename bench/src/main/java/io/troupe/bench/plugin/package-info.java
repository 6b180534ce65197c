/** The connectors that measure, in both workers the same jar; they know Connect's API and nothing else. */
@NullMarked
package io.troupe.bench.plugin;

import org.jspecify.annotations.NullMarked;
