package io.troupe.persistence;

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something was asked; recorded with every fact that a person or a program caused.
 *
 * @param principal name of the authenticated user, {@code anonymous} when nobody asked who it was
 * @param address where the request came from, empty when it did not come over the network
 * @param means how it was asked, for instance {@code rest}
 * @param request a name for this request that no other has, so that it can be told when it comes again; null for what
 *     cannot come again
 */
public record Caller(
        String principal,
        String address,
        String means,
        @Nullable String request) {

    public static final Caller TROUPE = new Caller("troupe", "", "runtime", null);
}
