package io.troupe.cluster.parcel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.troupe.cluster.Refusal;
import io.troupe.cluster.RefusedException;
import io.troupe.cluster.Wire;
import io.troupe.cluster.catalogue.Catalogue;
import io.troupe.cluster.connector.Answer;
import io.troupe.cluster.connector.ConnectorCommand;
import io.troupe.cluster.offset.OffsetsEntity;
import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.Caller;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import io.troupe.persistence.connector.TargetState;
import io.troupe.persistence.offset.Epoch;
import io.troupe.worker.task.Assignment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** Messages of every size get from one node to another, or are refused at once. */
final class ParcelTest {

    private static final Caller CALLER = new Caller("ann", "127.0.0.1", "rest", "a-request");
    private static final Answer NO = new Answer.Gone(false);

    private static @Nullable TwoNodes started;

    @BeforeContainer
    static void start() {
        started = new TwoNodes();
    }

    @AfterContainer
    static void stop() {
        nodes().close();
    }

    private static TwoNodes nodes() {
        TwoNodes present = started;
        if (present == null) {
            throw new IllegalStateException("not started");
        }
        return present;
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** What cannot be written. */
    record Stubborn(String name, ActorRef<Answer> replyTo) implements Wire {
        @JsonProperty
        String secret() {
            if (!name.isEmpty()) {
                throw new IllegalStateException("not for others");
            }
            return name;
        }
    }

    /** Written, it has as many bytes as its text and a constant. */
    private static ConnectorCommand.Create create(int characters, ActorRef<Answer> replyTo) {
        return new ConnectorCommand.Create(
                Map.of("text", "x".repeat(characters)), TargetState.STARTED, CALLER, replyTo);
    }

    /** What is around the text takes a few hundred bytes, and a few of each chunk: somewhere here a limit is passed. */
    @Property(tries = 1)
    void commandsAroundTheLimitsArrive() throws Exception {
        for (int limit : List.of(WireSerializer.WHOLE, 2 * Parcels.PART, 5 * Parcels.PART)) {
            for (int characters = limit - limit / 100; characters <= limit; characters += 3) {
                int sent = characters;
                await(nodes().<Answer>ask(replyTo -> create(sent, replyTo), NO));
                assertThat(((ConnectorCommand.Create) nodes().arrived())
                                .config()
                                .get("text"))
                        .hasSize(characters);
            }
        }
    }

    @Property(tries = 1)
    void aCommandOfTheLargestSizeArrivesAndALargerOneIsRefusedAtOnceWithTheFigure() throws Exception {
        int refused = refusedAt();
        assertThat(TwoNodes.LARGEST - refused).isBetween(100, TwoNodes.LARGEST / 100);

        await(nodes().<Answer>ask(replyTo -> create(refused - 1, replyTo), NO));
        assertThat(((ConnectorCommand.Create) nodes().arrived()).config().get("text"))
                .hasSize(refused - 1);
        long begun = System.nanoTime();
        assertThatThrownBy(() -> await(nodes().<Answer>ask(replyTo -> create(refused, replyTo), NO)))
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessageMatching("ConnectorCommand.Create of \\d+ bytes cannot be sent to another node; at most "
                        + TwoNodes.LARGEST + " can")
                .extracting(no -> ((RefusedException) no).refusal().reason())
                .isEqualTo(Refusal.Reason.TOO_LARGE);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    /** The number of characters from which on a command is refused. */
    private static int refusedAt() {
        int low = TwoNodes.LARGEST / 2;
        int high = TwoNodes.LARGEST;
        while (high - low > 1) {
            int middle = (low + high) / 2;
            try {
                await(nodes().<Answer>ask(replyTo -> create(middle, replyTo), NO));
                low = middle;
            } catch (CompletionException e) {
                high = middle;
            }
        }
        return high;
    }

    @Property(tries = 1)
    void whoWaitsForAnAnswerThatIsTooLargeHearsSo() {
        Answer answer = new Answer.Topics(List.of("x".repeat(TwoNodes.LARGEST)));

        assertThatThrownBy(() -> await(nodes().<Answer>ask(ConnectorCommand.ListTopics::new, answer)))
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Answer.Topics of ")
                .extracting(no -> ((RefusedException) no).refusal().reason())
                .isEqualTo(Refusal.Reason.FAILED);
    }

    @Property(tries = 1)
    void whatCannotBeWrittenFailsAtOnceForWhoSentIt() {
        assertThatThrownBy(() -> await(nodes().<Answer>ask(replyTo -> new Stubborn("name", replyTo), NO)))
                .cause()
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("ParcelTest.Stubborn cannot be written for another node");
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void whateverIsAskedAndAnsweredArrivesAsItWas(
            @ForAll @Size(max = 30) List<String> texts,
            @ForAll @IntRange(min = 1, max = 2_000) int times,
            @ForAll @IntRange(min = 0, max = 5) int kind)
            throws Exception {
        Map<String, String> map = new HashMap<>();
        List<String> list = new ArrayList<>();
        for (int number = 0; number < times && map.size() < 10_000; number++) {
            for (String text : texts) {
                String some = text.substring(0, Math.min(text.length(), 20));
                map.put(some + number, some);
                list.add(some + number);
            }
        }
        TaskId task = new TaskId(new ConnectorId("any", 1), 0);
        switch (kind) {
            case 0 -> arrives(replyTo -> new ConnectorCommand.Create(map, TargetState.PAUSED, CALLER, replyTo), NO);
            case 1 -> arrives(ConnectorCommand.ListTasks::new, new Answer.Tasks(List.of(map, map)));
            case 2 ->
                ParcelTest.<OffsetsEntity.Answer>arrives(
                        replyTo -> new OffsetsEntity.Advance(0, new Epoch(1, 2), 3, new HashMap<>(map), replyTo),
                        new OffsetsEntity.Known(map));
            case 3 ->
                ParcelTest.<OffsetsEntity.Answer>arrives(
                        replyTo -> new OffsetsEntity.Read(list, replyTo), new OffsetsEntity.Recorded());
            case 4 ->
                arrives(
                        Catalogue.ListAll::new,
                        new Catalogue.Listing(list.stream()
                                .map(name -> new ConnectorId(name, 7))
                                .toList()));
            default -> {
                TaskEntity.Perform sent = new TaskEntity.Perform(
                        new Assignment(task, 1, 2, TargetState.STARTED, map, Map.of("own", "x")), 3);
                nodes().tell(sent);
                assertThat(nodes().arrived()).isEqualTo(sent);
            }
        }
        nodes().awaitNothingHeld();
    }

    private static <A extends Wire> void arrives(Function<ActorRef<A>, Wire> question, A answer)
            throws InterruptedException {
        A answered = await(nodes().ask(question, answer));
        Wire arrived = nodes().arrived();

        assertThat(answered).isEqualTo(answer);
        @SuppressWarnings("unchecked")
        ActorRef<A> replyTo = (ActorRef<A>) Objects.requireNonNull(arrived.replyTo());
        assertThat(arrived).isEqualTo(question.apply(replyTo));
    }
}
