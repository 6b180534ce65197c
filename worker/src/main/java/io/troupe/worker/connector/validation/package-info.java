/** What a connector's configuration may hold, and what is wrong with one before it is taken. */
@NullMarked
package io.troupe.worker.connector.validation;

import org.jspecify.annotations.NullMarked;
