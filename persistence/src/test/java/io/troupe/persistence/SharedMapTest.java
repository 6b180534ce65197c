package io.troupe.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SharedMapTest {

    @Test
    void isWhatAnyMapWouldBeAfterTheSameChanges() {
        Random random = new Random(7);
        TreeMap<String, Integer> expected = new TreeMap<>();
        SharedMap<String, Integer> shared = SharedMap.of(Map.<String, Integer>of());
        for (int turn = 0; turn < 500; turn++) {
            Map<String, @Nullable Integer> changes = new HashMap<>();
            for (int change = 0; change < random.nextInt(5); change++) {
                changes.put("k" + random.nextInt(50), random.nextInt(3) == 0 ? null : random.nextInt());
            }
            SharedMap<String, Integer> before = shared;
            TreeMap<String, Integer> expectedBefore = new TreeMap<>(expected);
            shared = shared.with(changes);
            changes.forEach((key, value) -> {
                if (value == null) {
                    expected.remove(key);
                } else {
                    expected.put(key, value);
                }
            });

            assertThat(shared).isEqualTo(expected).hasSize(expected.size());
            assertThat(shared.keySet()).containsExactlyElementsOf(expected.keySet());
            assertThat(before).isEqualTo(expectedBefore);
        }
    }

    @Test
    void goesOnAfterAKeyWhetherOrNotItIsThere() {
        SharedMap<String, Integer> map = SharedMap.of(Map.of("a", 1, "c", 3, "e", 5));

        assertThat(keysAfter(map, null)).containsExactly("a", "c", "e");
        assertThat(keysAfter(map, "a")).containsExactly("c", "e");
        assertThat(keysAfter(map, "b")).containsExactly("c", "e");
        assertThat(keysAfter(map, "e")).isEmpty();
    }

    @Test
    void cannotBeChanged() {
        SharedMap<String, Integer> map = SharedMap.of(Map.of("a", 1));

        assertThatThrownBy(() -> map.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove("a")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(map::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(SharedMap.of(map)).isSameAs(map);
    }

    private static List<String> keysAfter(SharedMap<String, Integer> map, @Nullable String key) {
        List<String> keys = new ArrayList<>();
        map.after(key).forEach(each -> keys.add(each.getKey()));
        return keys;
    }
}
