/** Finds, isolates and instantiates connector plugins; start reading at {@link io.troupe.plugins.Plugins}. */
@NullMarked
package io.troupe.plugins;

import org.jspecify.annotations.NullMarked;
