package io.troupe.worker.task

import io.troupe.persistence.connector.TargetState
import io.troupe.persistence.{ConnectorId, TaskId}
import org.apache.pekko.actor.testkit.typed.scaladsl.{ScalaTestWithActorTestKit, TestProbe}

import java.util.concurrent.Callable
import java.util.concurrent.atomic.AtomicLong
import java.util.{Map => JMap}

/** Hosts loops, each as a run of its own, and hears what they do and report. */
abstract class Hosting extends ScalaTestWithActorTestKit {
  private val runs = new AtomicLong

  final class Stage(target: TargetState = TargetState.STARTED) {
    val calls: TestProbe[String] = createTestProbe[String]()
    val reports: TestProbe[TaskReport] = createTestProbe[TaskReport]()

    private val assignment = new Assignment(
      new TaskId(new ConnectorId("orders", 1), 0),
      1,
      runs.incrementAndGet(),
      target,
      JMap.of(),
      JMap.of()
    )

    def host(build: => TaskLoop): TaskHost = {
      val make: Callable[TaskLoop] = () => { calls.ref ! "build"; build }
      TaskHost.start(system, assignment, make, report => reports.ref ! report)
    }

    /** Up to and with the first turn. */
    def runningHost(build: => TaskLoop): TaskHost = {
      val started = host(build)
      Seq("build", "start", "turn").foreach(calls.expectMessage(_))
      reports.expectMessage(new TaskReport.Running("1.0"))
      started
    }

    def expectFailure(version: String): String = {
      val failed = reports.expectMessageType[TaskReport.Failed]
      failed.version shouldBe version
      failed.trace
    }

    def expectEnd(host: TaskHost): Unit = reports.expectTerminated(host.ref)
  }
}
