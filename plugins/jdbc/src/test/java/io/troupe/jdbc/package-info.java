@NullMarked
package io.troupe.jdbc;

import org.jspecify.annotations.NullMarked;
