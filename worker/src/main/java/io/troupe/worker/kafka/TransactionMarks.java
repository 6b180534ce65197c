package io.troupe.worker.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * How the marks of a connector's transactions look in the offsets topic: the last one of each task stays when the topic
 * is compacted. Keys have the form that Kafka Connect gives to source offsets there, under a name that no connector of
 * it has: a worker of it that shares the topic reads them without complaint, and never uses them.
 */
final class TransactionMarks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REST_OF_KEY = Pattern.compile("([0-9]{1,9})}]");

    private final OffsetsTopic topic;
    private final String keys;
    private final byte[] prefix;

    TransactionMarks(OffsetsTopic topic, String groupId, String connector) {
        this.topic = topic;
        this.keys = "[" + quoted("troupe transactions of " + groupId) + ",{\"connector\":" + quoted(connector)
                + ",\"task\":";
        this.prefix = keys.getBytes(StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    OffsetsTopic topic() {
        return topic;
    }

    /** All tasks of a connector have theirs in the same one. */
    int partition(int partitions) {
        return Utils.toPositive(Utils.murmur2(prefix)) % partitions;
    }

    ProducerRecord<byte[], byte[]> record(int task, String mark, int partitions) {
        byte[] key = (keys + task + "}]").getBytes(StandardCharsets.UTF_8);
        byte[] value = ("{\"mark\":" + quoted(mark) + "}").getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic.name(), partition(partitions), key, value);
    }

    /** Whose mark it is; empty for whatever else is in the topic. */
    OptionalInt task(byte @Nullable [] key) {
        if (key == null
                || key.length <= prefix.length
                || !Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
            return OptionalInt.empty();
        }
        var rest =
                REST_OF_KEY.matcher(new String(key, prefix.length, key.length - prefix.length, StandardCharsets.UTF_8));
        return rest.matches() ? OptionalInt.of(Integer.parseInt(rest.group(1))) : OptionalInt.empty();
    }

    /** Null for what is none. */
    @Nullable
    String mark(byte @Nullable [] value) {
        try {
            Object mark =
                    value == null ? null : JSON.readValue(value, Map.class).get("mark");
            return mark instanceof String text ? text : null;
        } catch (IOException e) {
            return null;
        }
    }
}
