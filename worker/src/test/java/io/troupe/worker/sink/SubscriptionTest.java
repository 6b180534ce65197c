package io.troupe.worker.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.troupe.worker.sink.Subscription.Matching;
import io.troupe.worker.sink.Subscription.Names;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    @Test
    void namesAreSeparatedByCommasAndTrimmed() {
        assertThat(Subscription.of(Map.of("topics", " a, b ,,c "))).isEqualTo(new Names(List.of("a", "b", "c")));
    }

    @Test
    void aPatternIsCompiled() {
        assertThat(Subscription.of(Map.of("topics.regex", "a.*", "topics", "  ")))
                .asInstanceOf(type(Matching.class))
                .extracting(matching -> matching.pattern().pattern())
                .isEqualTo("a.*");
    }

    @Test
    void withoutTopicsThereIsNothingToSubscribeTo() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Subscription.of(Map.of("topics", "", "topics.regex", "")))
                .withMessageContaining("topics or topics.regex");
    }

    @Test
    void aPatternThatIsNoneIsNamed() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> Subscription.of(Map.of("topics.regex", "a(")))
                .withMessageContaining("topics.regex");
    }
}
