/** Plugins that note the time of everything they do, for stories with workers in processes of their own. */
package io.troupe.node.tick;
