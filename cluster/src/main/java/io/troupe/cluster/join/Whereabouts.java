package io.troupe.cluster.join;

import io.troupe.persistence.journal.GroupLease.Member;
import java.util.Locale;

/**
 * What a node that starts can know of the members that a lease names. Pure.
 *
 * @param self the node that starts
 * @param shared whether other processes may work with the journal
 */
record Whereabouts(Member self, boolean shared) {

    /** @param nobodyThere whether somebody else answers at the member's address, or nobody listens there */
    boolean isDead(Member member, boolean nobodyThere) {
        if (!shared && !member.process().equals(self.process())) {
            return true;
        }
        if (isLoopback(member.address()) && !member.host().equals(self.host())) {
            return false;
        }
        return nobodyThere || member.address().equals(self.address());
    }

    /** What is reached by it here is not what is reached by it on another host. */
    private static boolean isLoopback(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith("127.") || lower.startsWith("localhost:") || lower.startsWith("[::1]");
    }
}
