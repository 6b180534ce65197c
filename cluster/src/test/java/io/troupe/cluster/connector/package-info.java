/** Tests of what a connector's entity decides. */
@NullMarked
package io.troupe.cluster.connector;

import org.jspecify.annotations.NullMarked;
