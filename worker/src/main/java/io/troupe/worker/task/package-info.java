/** The blocking host of a task: a thread of its own, one turn a message. */
@NullMarked
package io.troupe.worker.task;

import org.jspecify.annotations.NullMarked;
