/** Walk 1: from a source task's poll to an offset in the journal. */
@NullMarked
package io.troupe.worker.source;

import org.jspecify.annotations.NullMarked;
