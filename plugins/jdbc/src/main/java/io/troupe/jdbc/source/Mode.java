package io.troupe.jdbc.source;

import java.util.Arrays;

/** By what a row is known to be new. */
enum Mode {
    BULK("bulk", false, false),
    INCREMENTING("incrementing", false, true),
    TIMESTAMP("timestamp", true, false),
    TIMESTAMP_INCREMENTING("timestamp+incrementing", true, true);

    private final String setting;
    private final boolean timestamps;
    private final boolean numbers;

    Mode(String setting, boolean timestamps, boolean numbers) {
        this.setting = setting;
        this.timestamps = timestamps;
        this.numbers = numbers;
    }

    static String[] settings() {
        return Arrays.stream(values()).map(mode -> mode.setting).toArray(String[]::new);
    }

    static Mode of(String setting) {
        return Arrays.stream(values())
                .filter(mode -> mode.setting.equalsIgnoreCase(setting))
                .findFirst()
                .orElseThrow();
    }

    boolean usesTimestamps() {
        return timestamps;
    }

    boolean usesNumbers() {
        return numbers;
    }
}
