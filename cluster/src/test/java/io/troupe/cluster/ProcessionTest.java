package io.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.troupe.cluster.task.TaskEntity;
import io.troupe.persistence.ConnectorId;
import io.troupe.persistence.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProcessionTest {

    private static final int TASKS_AT_ONCE = 16;
    private static final int CONNECTORS_AT_ONCE = 4;

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<Waker.Command> other = kit.createTestProbe();
    private final TestProbe<TaskEntity.Command> tasks = kit.createTestProbe();
    private final TestProbe<Done> departure = kit.createTestProbe();
    private final ActorRef<Procession.Command> procession =
            kit.spawn(Procession.create(kit.<Waker.Command>createTestProbe().ref()));

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    /** Until the other node is known what moves is woken by nobody. */
    private void withAnother() {
        kit.system().receptionist().tell(Receptionist.register(Waker.KEY, other.ref()));
        answer(other.awaitAssert(() -> {
            procession.tell(new Procession.ConnectorMoved(connector(0)));
            return other.expectMessageClass(Waker.WakeConnector.class, Duration.ofMillis(500));
        }));
    }

    private static ConnectorId connector(int number) {
        return new ConnectorId("moved", number);
    }

    private void answer(Waker.WakeConnector wake) {
        wake.replyTo().tell(Done.getInstance());
    }

    /** Tasks of different connectors lie on different shards. */
    private void waitInLine(int count) {
        IntStream.rangeClosed(1, count).forEach(number -> waitInLine(new TaskId(connector(number), 0)));
    }

    private void waitInLine(TaskId task) {
        procession.tell(new Procession.TaskWaits(task, tasks.ref()));
    }

    private List<Waker.WakeTask> gone(int count) {
        IntStream.range(0, count).forEach(each -> tasks.expectMessage(TaskEntity.Leave.INSTANCE));
        return IntStream.range(0, count).mapToObj(each -> woken()).toList();
    }

    /** Meanwhile what is wanted of others may be asked. */
    private Waker.WakeTask woken() {
        Waker.Command next = other.receiveMessage();
        while (next instanceof Waker.Confirm) {
            next = other.receiveMessage();
        }
        return (Waker.WakeTask) next;
    }

    @Test
    void aTaskLeavesWhenOneBeforeItIsAwakeElsewhere() {
        withAnother();
        waitInLine(TASKS_AT_ONCE + 2);
        List<Waker.WakeTask> first = gone(TASKS_AT_ONCE);
        tasks.expectNoMessage();

        first.get(3).replyTo().tell(Done.getInstance());

        assertThat(gone(1).get(0).task()).isEqualTo(new TaskId(connector(TASKS_AT_ONCE + 1), 0));
        tasks.expectNoMessage();
    }

    @Test
    void oneThatDoesNotWakeUpHoldsTheOthersForAMoment() {
        withAnother();
        waitInLine(TASKS_AT_ONCE + 1);
        gone(TASKS_AT_ONCE);

        time.timePasses(Duration.ofSeconds(3));

        gone(1);
    }

    @Test
    void aLineThatIsTooLongForTheOthersGoesAtOnce() {
        withAnother();
        waitInLine(10 * TASKS_AT_ONCE);
        gone(TASKS_AT_ONCE);

        time.timePasses(Duration.ofSeconds(9));

        gone(9 * TASKS_AT_ONCE);
    }

    @Test
    void whatIsWantedOfThoseInLineIsAskedForThem() {
        withAnother();
        waitInLine(TASKS_AT_ONCE + 1);
        gone(TASKS_AT_ONCE);
        other.expectNoMessage();

        time.timePasses(Duration.ofMillis(600));

        Waker.Confirm confirm = other.expectMessageClass(Waker.Confirm.class);
        assertThat(confirm.task()).isEqualTo(new TaskId(connector(TASKS_AT_ONCE + 1), 0));
        confirm.replyTo().tell(TaskEntity.Dismiss.INSTANCE);
        tasks.expectMessage(TaskEntity.Dismiss.INSTANCE);
    }

    @Test
    void tasksOfOneShardLeaveTogether() {
        withAnother();
        waitInLine(TASKS_AT_ONCE);
        gone(TASKS_AT_ONCE);

        waitInLine(new TaskId(connector(Shards.TASKS + 1), 0));

        gone(1);
    }

    @Test
    void whatHasLeftAlreadyIsWokenAtOnce() {
        withAnother();
        waitInLine(TASKS_AT_ONCE);
        gone(TASKS_AT_ONCE);

        procession.tell(new Procession.TaskMoved(new TaskId(connector(99), 0)));

        assertThat(other.expectMessageClass(Waker.WakeTask.class).task().connector())
                .isEqualTo(connector(99));
    }

    @Test
    void connectorsAreWokenAFewAtATime() {
        withAnother();
        IntStream.rangeClosed(1, CONNECTORS_AT_ONCE + 1)
                .forEach(number -> procession.tell(new Procession.ConnectorMoved(connector(number))));
        IntStream.range(0, CONNECTORS_AT_ONCE - 1).forEach(each -> other.expectMessageClass(Waker.WakeConnector.class));
        Waker.WakeConnector fourth = other.expectMessageClass(Waker.WakeConnector.class);
        other.expectNoMessage();

        answer(fourth);

        other.expectMessageClass(Waker.WakeConnector.class);
    }

    @Test
    void whoWaitsForAllWaitsForTheLast() {
        withAnother();
        procession.tell(new Procession.ConnectorMoved(connector(1)));
        procession.tell(new Procession.ConnectorMoved(connector(2)));
        procession.tell(new Procession.WhenAwake(departure.ref()));
        answer(other.expectMessageClass(Waker.WakeConnector.class));
        departure.expectNoMessage();

        answer(other.expectMessageClass(Waker.WakeConnector.class));

        departure.expectMessage(Done.getInstance());
    }

    @Test
    void withoutOthersNobodyWaits() {
        waitInLine(TASKS_AT_ONCE + 1);

        IntStream.rangeClosed(0, TASKS_AT_ONCE).forEach(each -> tasks.expectMessage(TaskEntity.Leave.INSTANCE));
    }
}
