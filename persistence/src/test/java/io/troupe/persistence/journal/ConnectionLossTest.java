package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionLossTest {

    static Stream<Throwable> away() {
        SQLException batch = new BatchUpdateException();
        batch.setNextException(new SQLException("", "57P01"));
        return Stream.of(
                new SQLException("", "08006"),
                new SQLException("", "57P03"),
                new SQLException("", "53300"),
                new SQLTransientConnectionException("no connection within 3000 ms"),
                new SQLNonTransientConnectionException(),
                batch,
                new SQLException("Connection is closed"),
                new CompletionException(new SQLException("", "08001")),
                new IllegalStateException(new SQLException("", "08001")));
    }

    static Stream<Throwable> present() {
        return Stream.of(
                new SQLException("", "23505"),
                new SQLException("", "22001"),
                new SQLException("", "53100"),
                new SQLException("no state"),
                new IllegalStateException("08006"));
    }

    @ParameterizedTest
    @MethodSource
    void away(Throwable failure) {
        assertThat(ConnectionLoss.behind(failure)).isTrue();
    }

    @ParameterizedTest
    @MethodSource
    void present(Throwable failure) {
        assertThat(ConnectionLoss.behind(failure)).isFalse();
    }

    @Test
    void failuresThatCauseEachOtherEndTheSearch() {
        Throwable one = new IllegalStateException();
        Throwable other = new IllegalStateException(one);
        one.initCause(other);

        assertThat(ConnectionLoss.behind(one)).isFalse();
    }
}
