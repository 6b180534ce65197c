package io.troupe.persistence.offset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Source partitions and offsets as JSON text: keys sorted, so that equal maps have equal texts.
 *
 * <p>Kafka Connect keeps offsets through its JSON converter without schemas, so a plugin gets integers back as {@code
 * Long} and fractions as {@code Double}, whatever it wrote; the same happens here.
 */
public final class OffsetJson {

    /** What can be written can be read: by default a key may be longer than that when it is written. */
    private static final StreamReadConstraints ANY_LENGTH = StreamReadConstraints.builder()
            .maxNameLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    /** What users write may be larger than what is stored. */
    private static final ObjectMapper ANY_NUMBER = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(ANY_LENGTH).build())
            .build();

    private static final ObjectMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(ANY_LENGTH).build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Connect's primitives; nothing else could be told apart again. */
    private static final Set<Class<?>> PRIMITIVES = Set.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            byte[].class);

    private OffsetJson() {}

    /**
     * @throws IllegalArgumentException when a key is no text or a value no primitive: contract/behaviours.md, section 5
     */
    public static String write(Map<String, ?> map) {
        // Plugins hand over any map: not even the keys can be relied on to be what the type says.
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            check(entry.getKey(), entry.getValue());
        }
        try {
            return JSON.writeValueAsString(new TreeMap<>(map));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Offsets cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException when the text is no JSON object, or has an integer that is no {@code long} */
    public static Map<String, @Nullable Object> read(String text) {
        return read(text, JSON);
    }

    /**
     * With integers of any size.
     *
     * @throws IllegalArgumentException when the text is no JSON object
     */
    public static Map<String, @Nullable Object> readAsWritten(String text) {
        return read(text, ANY_NUMBER);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> read(String text, ObjectMapper mapper) {
        try {
            Map<String, @Nullable Object> map = mapper.readValue(text, Map.class);
            if (map == null) {
                throw new IllegalArgumentException("Offsets cannot be read from JSON: there is no object");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Offsets cannot be read from JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void check(@Nullable Object key, @Nullable Object value) {
        if (!(key instanceof String)) {
            throw new IllegalArgumentException(
                    "Offsets may only use objects with string keys, got " + (key == null ? "null" : key.getClass()));
        }
        if (value != null && !PRIMITIVES.contains(value.getClass()) && !(value instanceof ByteBuffer)) {
            throw new IllegalArgumentException("Offsets may only contain primitive types as values, but field " + key
                    + " contains " + kind(value));
        }
    }

    /** As Kafka Connect's schemas name it, where they do. */
    private static Object kind(Object value) {
        return value instanceof Map ? "MAP" : value instanceof Collection ? "ARRAY" : value.getClass();
    }
}
