package io.troupe.persistence.journal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Which cluster works for a group, as its journal says. It is changed by comparing: whoever finds another epoch than it
 * knew has been overtaken.
 *
 * @param epoch grows whenever somebody begins, takes over, or excludes others
 * @param cluster of those who began together; who takes over gives it a new name
 * @param beats grow while a member lives. There is no time in it: clocks of several hosts are not compared, an observer
 *     judges by how long it has seen no change
 * @param released its last member has left in good order
 * @param excluded keys of those who were declared gone, the latest first: one that is still alive ends when it reads
 *     its own
 */
public record GroupLease(
        long epoch, String cluster, long beats, boolean released, List<Member> members, List<String> excluded) {

    /** More than were ever declared gone between two looks. */
    private static final int MOST_EXCLUDED = 256;

    /**
     * One node.
     *
     * @param address host:port under which other nodes reach it
     * @param uid of its actor system: one that comes back at the same address has another
     * @param rest address of its REST API, for people
     * @param process in which it runs, as {@link #thisProcess} says
     */
    public record Member(String address, long uid, String rest, String process) {

        /** What tells it from all others, and from its own earlier lives. */
        public String key() {
            return key(address, uid);
        }

        /** Where its process runs, as the host calls itself. */
        public String host() {
            return process.substring(0, Math.max(0, process.indexOf('/')));
        }

        public static String key(String address, long uid) {
            return address + "#" + uid;
        }
    }

    public GroupLease {
        members = List.copyOf(members);
        excluded = List.copyOf(excluded);
    }

    /** The first of its group. */
    public static GroupLease first(String cluster, Member founder) {
        return new GroupLease(1, cluster, 0, false, List.of(founder), List.of());
    }

    /** Taken over from those who are gone: they find another cluster in their place. */
    public GroupLease takenBy(String newCluster, Member founder) {
        return new GroupLease(epoch + 1, newCluster, beats + 1, false, List.of(founder), List.of());
    }

    public GroupLease without(Collection<String> gone) {
        List<String> all = new ArrayList<>(gone);
        excluded.stream().filter(each -> !gone.contains(each)).forEach(all::add);
        return new GroupLease(
                epoch + 1,
                cluster,
                beats + 1,
                released,
                members.stream().filter(each -> !gone.contains(each.key())).toList(),
                all.subList(0, Math.min(all.size(), MOST_EXCLUDED)));
    }

    /** @param present those whom the member that beats sees */
    public GroupLease beat(List<Member> present) {
        return new GroupLease(epoch, cluster, beats + 1, false, present, excluded);
    }

    public GroupLease release() {
        return new GroupLease(epoch + 1, cluster, beats + 1, true, members, excluded);
    }

    /** A process id comes again, but not with the same beginning. */
    public static String thisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return hostName() + "/" + self.pid() + "@"
                + self.info().startInstant().map(Object::toString).orElse("");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
