@NullMarked
package io.troupe.cluster.parcel;

import org.jspecify.annotations.NullMarked;
