/** Tests of what the cluster's messages, addresses and settings are made of. */
@NullMarked
package io.troupe.cluster;

import org.jspecify.annotations.NullMarked;
