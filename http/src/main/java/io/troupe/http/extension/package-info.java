/** REST extensions: plugins that add JAX-RS resources and filters to the REST API. */
@NullMarked
package io.troupe.http.extension;

import org.jspecify.annotations.NullMarked;
