/** One cluster a group: who may begin one, and which side of a partition goes on, by the group's lease in the journal. */
@NullMarked
package io.troupe.cluster.lease;

import org.jspecify.annotations.NullMarked;
