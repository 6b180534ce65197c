package io.troupe.bench.company;

import java.util.List;

/** What members are called by their place among three; the oldest one of a Pekko cluster decides where things run. */
final class Ages {
    private static final List<String> NAMES = List.of("oldest", "second", "youngest");

    private Ages() {}

    static String of(int place) {
        return NAMES.get(place);
    }
}
