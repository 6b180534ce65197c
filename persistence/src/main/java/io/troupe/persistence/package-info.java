/** What is remembered: facts, the states they add up to, and the names things are remembered by. */
@NullMarked
package io.troupe.persistence;

import org.jspecify.annotations.NullMarked;
