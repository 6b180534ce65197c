package io.troupe.cluster.offset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Offsets in pieces that make facts of a bounded size. */
final class OffsetPages {

    /** Of one page, unless a single source partition has more. */
    static final int CHARACTERS = 1_000_000;

    private OffsetPages() {}

    /** One at least. */
    static List<Map<String, @Nullable String>> of(Map<String, @Nullable String> offsets) {
        List<Map<String, @Nullable String>> pages = new ArrayList<>();
        Map<String, @Nullable String> page = new HashMap<>();
        long characters = 0;
        for (Map.Entry<String, @Nullable String> each : offsets.entrySet()) {
            String offset = each.getValue();
            long more = each.getKey().length() + (offset == null ? 0L : offset.length());
            if (characters + more > CHARACTERS && !page.isEmpty()) {
                pages.add(page);
                page = new HashMap<>();
                characters = 0;
            }
            page.put(each.getKey(), offset);
            characters += more;
        }
        pages.add(page);
        return pages;
    }
}
