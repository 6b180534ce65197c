/** How entities and the door behave while the journal's database is away. */
@NullMarked
package io.troupe.cluster.outage;

import org.jspecify.annotations.NullMarked;
