package io.troupe.bench.company;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Everything that happened in one partition, in the order in which it was read. */
final class Track {
    private static final long START = -1;

    private final List<Tick> ticks = new ArrayList<>();

    void add(Tick tick) {
        ticks.add(tick);
    }

    /** The longest time between two times in which nothing happened, in milliseconds. */
    long silence(long since, long until) {
        long[] times = LongStream.concat(
                        LongStream.of(since, until),
                        ticks.stream().mapToLong(Tick::millis).filter(it -> it > since && it < until))
                .sorted()
                .toArray();
        long longest = 0;
        for (int i = 1; i < times.length; i++) {
            longest = Math.max(longest, times[i] - times[i - 1]);
        }
        return longest;
    }

    /** How many numbers have come since then that had come before, then or earlier. */
    long repeats(long since) {
        long highest = START;
        long repeats = 0;
        for (Tick tick : inTime()) {
            if (tick.number() <= highest && tick.millis() > since) {
                repeats++;
            }
            highest = Math.max(highest, tick.number());
        }
        return repeats;
    }

    /** How many of those that have come since then are below that number. */
    long below(long number, long since) {
        return after(since).filter(it -> it.number() < number).count();
    }

    /** Numbers up to the highest that never came. */
    long missing() {
        BitSet seen = new BitSet();
        ticks.forEach(it -> seen.set(Math.toIntExact(it.number())));
        return (long) seen.length() - seen.cardinality();
    }

    /** How many different numbers ought to have come until now. */
    long length() {
        return ticks.stream().mapToLong(Tick::number).max().orElse(START) + 1;
    }

    /** Whose the last tick was; -1 when there was none. */
    int lastTask() {
        return ticks.stream()
                .max(Comparator.comparingLong(Tick::millis))
                .map(Tick::task)
                .orElse(-1);
    }

    private Stream<Tick> after(long since) {
        return ticks.stream().filter(it -> it.millis() > since);
    }

    private List<Tick> inTime() {
        return ticks.stream().sorted(Comparator.comparingLong(Tick::millis)).toList();
    }
}
