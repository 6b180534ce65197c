@NullMarked
package io.troupe.worker.health;

import org.jspecify.annotations.NullMarked;
