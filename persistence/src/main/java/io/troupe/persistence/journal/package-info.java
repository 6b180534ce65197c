/** Where facts are kept: the JDBC journal and its schema. */
@NullMarked
package io.troupe.persistence.journal;

import org.jspecify.annotations.NullMarked;
