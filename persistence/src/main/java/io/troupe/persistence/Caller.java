package io.troupe.persistence;

/**
 * On whose behalf something was asked; recorded with every fact that a person or a program caused.
 *
 * @param principal name of the authenticated user, {@code anonymous} when nobody asked who it was
 * @param address where the request came from, empty when it did not come over the network
 * @param means how it was asked, for instance {@code rest}
 */
public record Caller(String principal, String address, String means) {

    public static final Caller TROUPE = new Caller("troupe", "", "runtime");

    public static Caller anonymous(String address) {
        return new Caller("anonymous", address, "rest");
    }
}
