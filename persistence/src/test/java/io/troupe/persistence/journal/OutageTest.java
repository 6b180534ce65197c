package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutageTest {

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
                new SQLException("no state"),
                new IllegalStateException("08006"));
    }

    @ParameterizedTest
    @CsvSource({
        "08006, SILENT",
        "90098, SILENT",
        "90121, SILENT",
        "25006, UNWRITABLE",
        "53100, UNWRITABLE",
        "53200, UNWRITABLE",
        "42501, UNWRITABLE",
        "90028, UNWRITABLE",
        "90097, UNWRITABLE",
        "90030, CORRUPT",
        "XX001, CORRUPT"
    })
    void itIsToldWhatIsTheMatter(String state, Outage.Kind kind) {
        assertThat(Outage.behind(new SQLException("", state))).map(Outage::kind).contains(kind);
    }

    @Test
    void theWorstOfTheCausesIsTheReason() {
        Throwable store = new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "writing failed");
        store.initCause(new IOException("No space left on device"));

        assertThat(Outage.behind(new SQLException("The database has been closed", "90098", store)))
                .contains(new Outage(Outage.Kind.UNWRITABLE, "No space left on device."));
        assertThat(Outage.behind(new SQLException("General error", "HY000", store)))
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource
    void away(Throwable failure) {
        assertThat(Outage.behind(failure)).isPresent();
    }

    @ParameterizedTest
    @MethodSource
    void present(Throwable failure) {
        assertThat(Outage.behind(failure)).isEmpty();
    }

    @Test
    void failuresThatCauseEachOtherEndTheSearch() {
        Throwable one = new IllegalStateException();
        Throwable other = new IllegalStateException(one);
        one.initCause(other);

        assertThat(Outage.behind(one)).isEmpty();
    }
}
