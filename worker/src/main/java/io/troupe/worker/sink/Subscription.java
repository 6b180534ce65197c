package io.troupe.worker.sink;

import io.troupe.worker.Settings;
import io.troupe.worker.kafka.SinkGroup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;

/** The topics of a sink, by name or by pattern. */
sealed interface Subscription {

    /** @throws ConnectException when neither {@code topics} nor a valid {@code topics.regex} is given */
    static Subscription of(Map<String, String> config) {
        String names = config.getOrDefault(SinkTask.TOPICS_CONFIG, "");
        String pattern = config.getOrDefault(SinkTask.TOPICS_REGEX_CONFIG, "");
        if (!names.isBlank()) {
            return new Names(Settings.list(names));
        }
        if (!pattern.isBlank()) {
            try {
                return new Matching(Pattern.compile(pattern));
            } catch (PatternSyntaxException e) {
                throw new ConnectException("topics.regex is no regular expression: " + e.getMessage(), e);
            }
        }
        throw new ConnectException("Sink connectors require a list of topics: set topics or topics.regex");
    }

    void apply(Consumer<?, ?> consumer, ConsumerRebalanceListener listener);

    /** How much of it the group consumes. */
    CompletionStage<SinkGroup.Coverage> coverage(SinkGroup group);

    record Names(List<String> topics) implements Subscription {
        @Override
        public void apply(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
            consumer.subscribe(topics, listener);
        }

        @Override
        public CompletionStage<SinkGroup.Coverage> coverage(SinkGroup group) {
            return group.coverage(topics);
        }
    }

    record Matching(Pattern pattern) implements Subscription {
        @Override
        public void apply(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
            consumer.subscribe(pattern, listener);
        }

        @Override
        public CompletionStage<SinkGroup.Coverage> coverage(SinkGroup group) {
            return group.coverage(pattern);
        }
    }
}
