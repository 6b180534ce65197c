/** The class loaders that keep plugins apart from each other and from the worker. */
@NullMarked
package io.troupe.plugins.isolation;

import org.jspecify.annotations.NullMarked;
