package io.troupe.cluster

import java.time.Instant

import scala.jdk.CollectionConverters._

import io.troupe.cluster.connector.Answer
import io.troupe.cluster.probe.Probe.Point
import io.troupe.worker.health.Condition.Kind

class StallsSpec extends WorkerSpec {

  private def stalls(name: String): Seq[Answer.Condition] =
    Worker.await(worker.door.examine(name)).conditions.asScala.toSeq.filter(_.kind == Kind.STALLED)

  "A task that does not come back from its plugin" should {

    "be seen with its stack, until it comes back" in {
      val before = Instant.now()
      val probe = running("stalled", tasks = 2)
      probe.block(Point.TASK_POLL)

      eventually(stalls("stalled").map(_.task) shouldBe Seq(0, 1))
      val first = stalls("stalled").head
      first.reason should include("ProbeTask.poll")
      first.since should (be > before and be < Instant.now())
      eventually(stalls("stalled").head.since shouldBe first.since)

      probe.open(Point.TASK_POLL)

      eventually(stalls("stalled") shouldBe empty)
    }

    "not be seen any more once it was given up" in {
      val probe = running("given-up", tasks = 1)
      probe.block(Point.TASK_POLL)
      eventually(stalls("given-up") should have size 1)
      probe.letOthersPass(Point.TASK_POLL)

      Worker.await(worker.door.restartTask("given-up", 0, Worker.Caller))

      eventually(view("given-up").state.tasks.get(0).run shouldBe 2)
      stalls("given-up") shouldBe empty
    }
  }
}
