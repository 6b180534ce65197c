package io.troupe.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalHealthTest {

    private static final Outage SILENT = Outage.of(new SQLException("refused"));

    private final JournalHealth health = new JournalHealth();

    @Test
    void itIsAwayFromTheFirstSilenceToTheNextAnswer() {
        assertThat(health.away()).isFalse();

        health.failed(SILENT);
        health.failed(SILENT);
        assertThat(health.away()).isTrue();

        health.answered();
        assertThat(health.away()).isFalse();
    }

    @Test
    void whoWaitsIsToldOfTheNextAnswer() {
        CompletableFuture<Void> waiting = health.nextAnswer().toCompletableFuture();
        health.failed(SILENT);
        assertThat(waiting).isNotDone();

        health.answered();

        assertThat(waiting).isCompleted();
        assertThat(health.nextAnswer().toCompletableFuture()).isNotDone();
    }

    @Test
    void whoWaitsIsToldThatNobodyAsksAnyMore() {
        CompletableFuture<Void> waiting = health.nextAnswer().toCompletableFuture();

        health.end();

        assertThat(waiting).isCompletedExceptionally();
        assertThat(health.nextAnswer().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void onlyOneQuestionIsAskedAtATimeHoweverManyWritesFail() throws Exception {
        LinkedBlockingQueue<CountDownLatch> questions = new LinkedBlockingQueue<>();
        AtomicInteger asked = new AtomicInteger();
        JournalWatch watch = new JournalWatch(
                way -> {
                    asked.incrementAndGet();
                    CountDownLatch answer = new CountDownLatch(1);
                    questions.add(answer);
                    answer.await(10, TimeUnit.SECONDS);
                },
                () -> {},
                true,
                health);
        CompletableFuture<Void> waiting = health.nextAnswer().toCompletableFuture();

        for (int i = 0; i < 1000; i++) {
            watch.hurry(SILENT);
        }
        CountDownLatch first = questions.poll(10, TimeUnit.SECONDS);

        assertThat(first).isNotNull();
        assertThat(questions).isEmpty();
        first.countDown();
        waiting.get(10, TimeUnit.SECONDS);
        assertThat(asked.get()).isEqualTo(1);
        watch.close();
    }

    @Test
    void itSaysWhyAndTheReasonThatExplainsMore() {
        assertThat(health.trouble()).isEmpty();

        health.failed(SILENT);
        assertThat(health.trouble()).contains("The database does not answer: refused.");
        health.failed(Outage.of(new SQLException("disk full", "53100")));
        health.failed(SILENT);
        assertThat(health.trouble()).contains("The database cannot be written: disk full.");

        health.answered();
        assertThat(health.trouble()).isEmpty();
    }

    /** The file may belong to a database that was closed; what a server of old says, the pool finds out. */
    @Test
    void connectionsOfBeforeAreReplacedWhenOneOfAnEmbeddedDatabaseFails() throws Exception {
        assertThat(renewals(false)).isEqualTo(1);
        assertThat(renewals(true)).isEqualTo(0);
    }

    private int renewals(boolean remote) throws Exception {
        AtomicInteger renewed = new AtomicInteger();
        health.renewing(renewed::incrementAndGet);
        JournalWatch watch = new JournalWatch(way -> {}, () -> {}, remote, health);
        CompletableFuture<Void> answered = health.nextAnswer().toCompletableFuture();
        watch.hurry(SILENT);
        answered.get(10, TimeUnit.SECONDS);
        return renewed.get();
    }

    @Test
    void whatIsDoubtedIsAskedByWritingAndWhatIsDamagedByReadingAll() throws Exception {
        LinkedBlockingQueue<JournalWatch.Way> ways = new LinkedBlockingQueue<>();
        JournalWatch watch = new JournalWatch(ways::add, () -> {}, false, health);

        watch.hurry(SILENT);
        assertThat(ways.poll(10, TimeUnit.SECONDS)).isEqualTo(JournalWatch.Way.WRITE);
        watch.hurry(Outage.of(new SQLException("checksum", "90030")));
        while (!health.corrupt()) {
            Thread.onSpinWait();
        }
        assertThat(health.trouble()).contains("The database is damaged: checksum.");
        watch.close();
    }

    /** A question that was to come later would open an embedded database again, for good. */
    @Test
    void whoIsClosedAsksNoMore() {
        List<String> done = Collections.synchronizedList(new ArrayList<>());
        JournalWatch watch = new JournalWatch(way -> done.add("asked"), () -> done.add("closed"), false, health);
        watch.hurry(SILENT);
        watch.close();
        assertThat(done).containsExactly("closed");
    }
}
