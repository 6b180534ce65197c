/** What both JDBC connectors share: connections, names, and which settings of drivers are let through. */
@NullMarked
package io.troupe.jdbc;

import org.jspecify.annotations.NullMarked;
