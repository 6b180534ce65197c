package io.troupe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LastingFailuresTest {

    static Stream<Throwable> lasting() {
        return Stream.of(
                new ConfigException("file", "", "is missing"),
                new SaslAuthenticationException("wrong password"),
                new TopicAuthorizationException("orders"),
                new GroupAuthorizationException("connect-orders"),
                new ClassNotFoundException("com.example.Gone"));
    }

    static Stream<Throwable> passing() {
        return Stream.of(
                new ConnectException("the database is away"),
                new TimeoutException("no answer"),
                new KafkaException("some trouble"),
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void lastWhereverTheyAreInTheTrace(Throwable failure) {
        assertThat(LastingFailures.include(failure)).isTrue();
        assertThat(LastingFailures.include(new ConnectException("wrapped", new KafkaException("again", failure))))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("passing")
    void everythingElseMayPass(Throwable failure) {
        assertThat(LastingFailures.include(failure)).isFalse();
    }

    @Test
    void circlesHaveAnEnd() {
        Exception one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));

        assertThat(LastingFailures.include(one)).isFalse();
    }
}
