/** How far the source tasks of a connector have come. */
@NullMarked
package io.troupe.persistence.offset;

import org.jspecify.annotations.NullMarked;
