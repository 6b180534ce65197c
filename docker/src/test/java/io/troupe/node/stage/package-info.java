/** Plugins that do what a story wants of them; not null-marked, as the plugin API is not. */
package io.troupe.node.stage;
