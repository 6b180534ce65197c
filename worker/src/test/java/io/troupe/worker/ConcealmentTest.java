package io.troupe.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ConcealmentTest {

    private static final Concealment SOME = Concealment.of(
            Map.of("database", "${file:secrets:db}", "topic", "orders", "s3.api.key", "AKIA1234", "pwd", "abc"),
            Map.of("database", "hush-hush", "topic", "orders", "s3.api.key", "AKIA1234", "pwd", "abc"));

    @AfterEach
    void leave() {
        Concealment.NONE.enter();
    }

    @Test
    void whatReferencesStandForIsShownAsItWasWritten() {
        assertThat(SOME.of("cannot log in with hush-hush")).isEqualTo("cannot log in with ${file:secrets:db}");
    }

    @Test
    void whatIsCalledASecretIsHidden() {
        assertThat(SOME.of("AKIA1234 of orders is refused")).isEqualTo("[hidden] of orders is refused");
    }

    @Test
    void soIsWhatAPluginCallsASecret() {
        Map<String, String> config = Map.of("door", "let-me-in", "host", "let-me-out");

        assertThat(Concealment.of(config, config, Set.of("door")).of("let-me-in is refused by let-me-out"))
                .isEqualTo("[hidden] is refused by let-me-out");
    }

    @Test
    void workOnThreadsOfOthersHasItForAsLong() {
        List<String> said = new ArrayList<>();
        Runnable work = SOME.around(() -> said.add(Concealment.ofThread().of("hush-hush")));

        work.run();

        assertThat(said).containsExactly("${file:secrets:db}");
        assertThat(Concealment.ofThread().of("hush-hush")).isEqualTo("hush-hush");
    }

    @Test
    void aFewLettersAreNoSecret() {
        assertThat(SOME.of("abc")).isEqualTo("abc");
    }

    @Test
    void aPlainWordIsOneByItselfOnly() {
        Map<String, String> config = Map.of("database.password", "postgres");

        assertThat(Concealment.of(config, config)
                        .of("jdbc:postgresql://db/postgres?password=postgres: postgres's role postgres2 is missing"))
                .isEqualTo("jdbc:postgresql://db/[hidden]?password=[hidden]: [hidden]'s role postgres2 is missing");
    }

    @Test
    void whatIsNoPlainWordIsOneAnywhere() {
        Map<String, String> config = Map.of("a.password", "hunter2", "b.password", "correcthorsebattery");

        assertThat(Concealment.of(config, config).of("xhunter2x, xcorrecthorsebatteryx"))
                .isEqualTo("x[hidden]x, x[hidden]x");
    }

    @Test
    void optionsOfALoginModuleAreSecretsByThemselves() {
        Map<String, String> config = Map.of(
                "producer.override.sasl.jaas.config", "a.Module required username=\"ann\" password=\"let me in\";");

        assertThat(Concealment.of(config, config).of("ann cannot log in with let me in"))
                .isEqualTo("ann cannot log in with [hidden]");
    }

    @Test
    void theLongerOfTwoGoesFirst() {
        Map<String, String> config = Map.of("a.password", "hush", "b.password", "hush-hush-hush");

        assertThat(Concealment.of(config, config).of("hush-hush-hush, hush")).isEqualTo("[hidden], [hidden]");
    }

    @Test
    void aFailureThatGivesNothingAwayIsItself() {
        Exception failure = new IllegalStateException("no", new IllegalArgumentException("orders"));

        assertThat(SOME.of(failure)).isSameAs(failure);
    }

    @Test
    void oneThatDoesIsToldWithoutWhereverItIsSaid() {
        Exception failure = new IllegalStateException("no", new IllegalArgumentException("with hush-hush"));
        failure.addSuppressed(new IllegalStateException("AKIA1234"));

        String plain = Traces.of(failure);
        assertThat(plain).contains("hush-hush", "AKIA1234");
        SOME.enter();
        assertThat(Traces.of(failure))
                .isEqualTo(plain.replace("hush-hush", "${file:secrets:db}").replace("AKIA1234", "[hidden]"));
        Concealment.NONE.enter();
        assertThat(Traces.of(SOME.of(failure)))
                .isEqualTo(plain.replace("hush-hush", "${file:secrets:db}").replace("AKIA1234", "[hidden]"));
    }

    @Test
    void causesInACircleEnd() {
        Exception first = new Exception("hush-hush");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(Traces.of(SOME.of(second))).doesNotContain("hush-hush");
    }

    @Test
    void threadsThatAreStartedThereHaveItToo() {
        SOME.enter();
        CompletableFuture<String> said = new CompletableFuture<>();
        new Thread(() -> said.complete(Concealment.ofThread().of("hush-hush"))).start();

        assertThat(said.join()).isEqualTo("${file:secrets:db}");
    }
}
