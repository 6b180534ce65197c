/** Messages of any size between nodes, in parts that are never larger than a bound. */
@NullMarked
package io.troupe.cluster.parcel;

import org.jspecify.annotations.NullMarked;
