package io.troupe.worker.kafka;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The consumer group of a sink as Kafka sees it, asked with the settings and rights of the sink's consumers. Answers
 * come within seconds, or fail with what Kafka says.
 */
public interface SinkGroup {

    /**
     * @param settled whether every member knows what it has; what is missing says nothing while they do not
     * @param missing partitions that no member has
     */
    record Coverage(boolean settled, Set<TopicPartition> missing) {
        public Coverage {
            missing = Set.copyOf(missing);
        }
    }

    /** How much of these topics is consumed. */
    CompletionStage<Coverage> coverage(Collection<String> topics);

    /** How much of the topics whose whole names match is consumed. */
    CompletionStage<Coverage> coverage(Pattern topics);

    /**
     * To be called before the task with this number joins. A run that crashed left its seat taken; in a group of the
     * consumer protocol it is freed, since nobody could sit there until the session is over. Waits for that, for some
     * seconds at most.
     */
    void claim(int task);

    /** Removes the task with this number: it is over, and may have left its seat taken. */
    CompletionStage<Void> vacate(int task);

    /**
     * Who sits where tasks of this connector with this number or a higher one do: by seat, who it is. A run that takes
     * a seat that was left taken is somebody else.
     */
    CompletionStage<Map<String, String>> seated(int from);

    /** Removes those who still sit there. */
    CompletionStage<Void> vacate(Map<String, String> seated);
}
