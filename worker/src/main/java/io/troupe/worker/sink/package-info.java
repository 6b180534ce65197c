/** Walk 2: from a consumer's poll through a sink task's put to a commit. */
@NullMarked
package io.troupe.worker.sink;

import org.jspecify.annotations.NullMarked;
