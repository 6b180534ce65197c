/** Clients of others. */
package io.troupe.node.client;
