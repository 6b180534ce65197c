@NullMarked
package io.troupe.jdbc.source;

import org.jspecify.annotations.NullMarked;
