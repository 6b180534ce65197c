/** Tests of the plugin class loaders. */
@NullMarked
package io.troupe.plugins.isolation;

import org.jspecify.annotations.NullMarked;
