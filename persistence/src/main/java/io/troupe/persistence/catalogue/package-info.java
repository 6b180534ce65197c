/** Which connectors exist. */
@NullMarked
package io.troupe.persistence.catalogue;

import org.jspecify.annotations.NullMarked;
