package io.troupe.cluster;

import java.time.Duration;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RosterTest {

    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final ActorTestKit kit = ActorTestKit.create();
    private final ActorRef<Roster.Command> roster = kit.spawn(Roster.create());
    private final TestProbe<String> first = kit.createTestProbe();
    private final TestProbe<String> second = kit.createTestProbe();
    private final TestProbe<Done> leaving = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void enter(TestProbe<String> member) {
        roster.tell(new Roster.Enter(member.getRef(), () -> member.getRef().tell("release")));
    }

    @Test
    void anEmptyNodeMayLeaveAtOnce() {
        roster.tell(new Roster.Drain(leaving.getRef()));

        leaving.expectMessage(Done.getInstance());
    }

    @Test
    void aNodeMayLeaveWhenEverybodyHas() {
        enter(first);
        enter(second);

        roster.tell(new Roster.Drain(leaving.getRef()));

        first.expectMessage("release");
        second.expectMessage("release");
        roster.tell(new Roster.Leave(first.getRef()));
        leaving.expectNoMessage(A_MOMENT);
        roster.tell(new Roster.Leave(second.getRef()));
        leaving.expectMessage(Done.getInstance());
    }

    @Test
    void whoEndsHasLeft() {
        enter(first);
        roster.tell(new Roster.Drain(leaving.getRef()));

        first.stop();

        leaving.expectMessage(Done.getInstance());
    }

    @Test
    void whoComesWhenTheNodeLeavesIsReleasedAtOnce() {
        enter(first);
        roster.tell(new Roster.Drain(leaving.getRef()));

        enter(second);

        second.expectMessage("release");
    }
}
