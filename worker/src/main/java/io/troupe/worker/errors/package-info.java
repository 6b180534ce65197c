/** Records that fail: tried again, noted, skipped, or the end of their task. */
@NullMarked
package io.troupe.worker.errors;

import org.jspecify.annotations.NullMarked;
