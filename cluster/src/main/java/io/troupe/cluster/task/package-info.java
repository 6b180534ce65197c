/** One entity a task: gets its assignment, hosts it, passes its reports on. */
@NullMarked
package io.troupe.cluster.task;

import org.jspecify.annotations.NullMarked;
