/** What users may do with the offsets of a connector: read them, alter them, have them begin anew. */
@NullMarked
package io.troupe.worker.offset;

import org.jspecify.annotations.NullMarked;
