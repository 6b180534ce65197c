package io.troupe.persistence.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.persistence.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which topics a connector lists, fact by fact. */
class UsedTopicsTest {

    private ConnectorState state = new ConnectorFact.Created(
                    Map.of(), TargetState.STARTED, Instant.EPOCH, Caller.TROUPE)
            .applyTo(ConnectorState.BLANK);

    private void after(ConnectorFact fact) {
        state = fact.applyTo(state);
    }

    private void used(String... topics) {
        after(new ConnectorFact.TopicsUsed(List.of(topics), Instant.EPOCH));
    }

    @Test
    void topicsAreListedInTheOrderOfTheirFirstUse() {
        used("z", "b");
        used("b", "a");

        assertThat(state.topics().names()).containsExactly("z", "b", "a");
    }

    @Test
    void neitherStopNorRestartNorAnotherConfigurationForgetsThem() {
        after(new ConnectorFact.TasksPlanned(List.of(Map.of()), Instant.EPOCH));
        used("a");

        after(new ConnectorFact.TaskEnlisted(0, 1, "w:1", Instant.EPOCH));
        after(new ConnectorFact.TaskReported(0, 1, Status.of(RunState.RUNNING, "w:1", "1"), Instant.EPOCH));
        after(new ConnectorFact.RestartAsked(true, List.of(0), Instant.EPOCH, Caller.TROUPE));
        after(new ConnectorFact.Configured(Map.of("a", "b"), Instant.EPOCH, Caller.TROUPE));
        after(new ConnectorFact.Reported(Status.of(RunState.RUNNING, "w:1", "1"), Instant.EPOCH));
        after(new ConnectorFact.Retargeted(TargetState.STOPPED, Instant.EPOCH, Caller.TROUPE));

        assertThat(state.topics().names()).containsExactly("a");
    }

    @Test
    void aResetForgetsThemAndIsCounted() {
        used("a");

        after(new ConnectorFact.TopicsReset(Instant.EPOCH, Caller.TROUPE));

        assertThat(state.topics().names()).isEmpty();
        assertThat(state.topics().resets()).isEqualTo(1);
        used("a");
        assertThat(state.topics()).isEqualTo(new UsedTopics(Set.of("a"), 1));
    }

    @Test
    void deletionForgetsThem() {
        used("a");

        after(new ConnectorFact.Deleted(Instant.EPOCH, Caller.TROUPE));

        assertThat(state.topics()).isEqualTo(UsedTopics.NONE);
    }

    @Test
    void thereIsALimit() {
        List<String> many =
                IntStream.range(0, 2_000).mapToObj("a-topic-%0200d"::formatted).toList();

        UsedTopics some = UsedTopics.NONE.with(many);

        assertThat(some.names()).hasSizeBetween(700, 750);
        assertThat(some.with(many)).isSameAs(some);
        assertThat(some.with(List.of("short")).names()).contains("short");
    }
}
