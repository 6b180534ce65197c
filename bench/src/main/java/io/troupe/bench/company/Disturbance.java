package io.troupe.bench.company;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Something that is done to a worker, and what the tasks felt of it.
 *
 * @param since     when, in milliseconds
 * @param sources   tasks of the source that were on that worker
 * @param sinks     partitions of the sink's tasks that were
 * @param committed by the sink until then
 */
record Disturbance(
        Traffic traffic, long since, Set<Integer> sources, List<Integer> sinks, Map<Integer, Long> committed) {

    /** To be made right before; it takes notes of who is where. */
    static Disturbance of(Traffic traffic, Seats seats, Member victim) {
        return of(
                traffic,
                seats.on(victim.id(), traffic.source()),
                traffic.partitionsOf(seats.on(victim.id(), traffic.sink())));
    }

    static Disturbance ofNobody(Traffic traffic) {
        return of(traffic, Set.of(), List.of());
    }

    private static Disturbance of(Traffic traffic, Set<Integer> sources, List<Integer> sinks) {
        Map<Integer, Long> committed = traffic.committed();
        return new Disturbance(traffic, System.currentTimeMillis(), sources, sinks, committed);
    }

    /** The same for tasks that turned out to have moved. */
    Disturbance touching(Set<Integer> sources, List<Integer> partitions) {
        return new Disturbance(traffic, since, sources, partitions, committed);
    }

    long sourceSilence(long until) {
        return longest(traffic.written(), sources, until);
    }

    long sinkSilence(long until) {
        return longest(traffic.taken(), sinks, until);
    }

    /** Of those that had nothing to do with it. */
    long otherSilence(long until) {
        return Math.max(
                longest(traffic.written(), othersThan(sources), until),
                longest(traffic.taken(), othersThan(sinks), until));
    }

    /** The most that any task of the source wrote once more. */
    long sourceRepeats() {
        return traffic.written().stream()
                .mapToLong(it -> it.repeats(since))
                .max()
                .orElse(0);
    }

    /** The most that the sink got once more in any partition. */
    long sinkRepeats() {
        return traffic.taken().stream().mapToLong(it -> it.repeats(since)).max().orElse(0);
    }

    /** What the sink got once more although it had committed it, in all partitions. */
    long belowCommit() {
        List<Track> tracks = traffic.taken();
        return committed.entrySet().stream()
                .mapToLong(it -> tracks.get(it.getKey()).below(it.getValue(), since))
                .sum();
    }

    /** By partition, for those who look for reasons. */
    String silences(long until) {
        return "sources " + each(traffic.written(), sources, until) + ", sink " + each(traffic.taken(), sinks, until);
    }

    private String each(List<Track> tracks, Collection<Integer> which, long until) {
        return which.stream()
                .map(it -> it + ": " + tracks.get(it).silence(since, until))
                .toList()
                .toString();
    }

    private long longest(List<Track> tracks, Collection<Integer> which, long until) {
        return which.stream()
                .mapToLong(it -> tracks.get(it).silence(since, until))
                .max()
                .orElse(0);
    }

    private static Set<Integer> othersThan(Collection<Integer> those) {
        Set<Integer> others =
                new TreeSet<>(IntStream.range(0, Traffic.SOURCES).boxed().toList());
        others.removeAll(those);
        return others;
    }
}
