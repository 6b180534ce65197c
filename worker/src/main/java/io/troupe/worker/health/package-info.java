/** Whether a task that says it runs does: what it achieved, what is wrong with it, and whether it is still alive. */
@NullMarked
package io.troupe.worker.health;

import org.jspecify.annotations.NullMarked;
