/** Tests of the REST API as it is seen over the wire. */
@NullMarked
package io.troupe.http;

import org.jspecify.annotations.NullMarked;
