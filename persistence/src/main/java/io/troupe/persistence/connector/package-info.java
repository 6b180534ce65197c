/** What is remembered of one life of a connector: its configuration, its target, its tasks, and how they do. */
@NullMarked
package io.troupe.persistence.connector;

import org.jspecify.annotations.NullMarked;
