/** What users of several workers feel: tasks that tick on workers that are killed, leave, join and freeze. */
@NullMarked
package io.troupe.bench.company;

import org.jspecify.annotations.NullMarked;
