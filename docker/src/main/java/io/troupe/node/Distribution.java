package io.troupe.node;

import java.nio.file.Path;
import java.util.List;

final class Distribution {
    private Distribution() {}

    static List<Path> plugins() {
        String home = System.getProperty("troupe.home");
        return home == null ? List.of() : List.of(Path.of(home, "plugins"));
    }
}
