package io.troupe.bench.company;

import io.troupe.bench.Side;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be tried, the most important first. */
enum Scenario {
    CRASH,
    LEAVE,
    JOIN,
    SCALE,
    BLOCKED,
    FREEZE;

    /** @throws IllegalArgumentException with the names there are */
    static Scenario named(String name) {
        return Arrays.stream(values())
                .filter(it -> it.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no scenario '" + name + "'; the scenarios are " + labels()));
    }

    static String labels() {
        return Arrays.stream(values()).map(Scenario::label).collect(Collectors.joining(", "));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    void play(Stage stage, Side side) {
        stage.out().println(label() + ", " + side.title());
        switch (this) {
            case CRASH -> Crash.play(stage, side);
            case LEAVE -> Leave.play(stage, side);
            case JOIN -> Join.play(stage, side);
            case SCALE -> Scale.play(stage, side);
            case BLOCKED -> Blocked.play(stage, side);
            case FREEZE -> Freeze.play(stage, side);
        }
    }
}
