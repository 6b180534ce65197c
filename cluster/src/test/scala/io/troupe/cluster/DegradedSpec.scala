package io.troupe.cluster

import java.time.Instant

import scala.jdk.CollectionConverters._

import io.troupe.cluster.connector.Answer
import io.troupe.cluster.probe.Probe.{Kafka, Point}
import io.troupe.persistence.connector.RunState
import io.troupe.worker.health.Condition.Kind
import org.apache.pekko.actor.testkit.typed.scaladsl.LoggingTestKit

/** RUNNING means running: a task that only says so is told as degraded, and one that is dead has failed. */
class DegradedSpec extends WorkerSpec {

  /** Commits come every 100 ms: ten of them may fail. */
  private lazy val own = new Worker(
    Worker.newJournal(),
    cluster = "troupe { worker.degraded-after = 600 ms, cluster.reconcile-interval = 100 ms }"
  )
  override protected def worker: Worker = own

  private def degraded(name: String): Seq[Answer.Condition] =
    Worker.await(worker.door.examine(name)).conditions.asScala.toSeq.filter(_.kind.degrades)

  private def figure(name: String, attribute: String): Option[Any] =
    worker.metrics.registry.metrics.asScala.collectFirst {
      case (metric, seen)
          if metric.group == "task-health-metrics" && metric.name == attribute &&
            metric.tags.get("connector") == name =>
        Option(seen.metricValue)
    }.flatten

  "A task" should {

    "be degraded while Kafka acknowledges nothing of what it polled" in {
      val before = Instant.now()
      val probe = running("unanswered", tasks = 1)
      figure("unanswered", "degraded") shouldBe Some(0)
      probe.kafka(Kafka.SILENT)

      LoggingTestKit
        .warn("Task unanswered-0 runs, but is degraded (unacknowledged)")
        .withOccurrences(1)
        .expect {
          eventually(degraded("unanswered").map(_.kind) shouldBe Seq(Kind.UNACKNOWLEDGED))
          val first = degraded("unanswered").head
          first.reason should startWith("Kafka has acknowledged nothing for ")
          first.since should (be > before and be < Instant.now())
          eventually(degraded("unanswered").head.reason should not be first.reason)
          degraded("unanswered").head.since shouldBe first.since
          eventually(figure("unanswered", "degraded") shouldBe Some(1))
          figure("unanswered", "degraded-by") shouldBe Some("unacknowledged")
          taskStates("unanswered") shouldBe Seq(RunState.RUNNING)
        }(worker.system)

      LoggingTestKit
        .info("Task unanswered-0 is not degraded any more (unacknowledged)")
        .withOccurrences(1)
        .expect {
          probe.kafka(Kafka.ANSWERS)
          eventually(degraded("unanswered") shouldBe empty)
        }(worker.system)
      eventually(figure("unanswered", "degraded") shouldBe Some(0))
      figure("unanswered", "degraded-by") shouldBe None
    }

    "be degraded while its commits are refused" in {
      val probe = running("refused-commits", tasks = 1)
      probe.refuseOffsets(true)

      eventually(degraded("refused-commits").map(_.kind) shouldBe Seq(Kind.UNCOMMITTED))
      degraded("refused-commits").head.reason should startWith("No commit of offsets has succeeded for ")
      taskStates("refused-commits") shouldBe Seq(RunState.RUNNING)

      probe.refuseOffsets(false)
      eventually(degraded("refused-commits") shouldBe empty)
    }

    "be degraded while its plugin does not come back from a commit" in {
      val probe = running("held", tasks = 1)
      probe.block(Point.TASK_COMMIT)

      eventually(degraded("held").map(_.kind) shouldBe Seq(Kind.UNCOMMITTED))
      degraded("held").head.reason should startWith("A commit of offsets has not ended for ")

      probe.open(Point.TASK_COMMIT)
      eventually(degraded("held") shouldBe empty)
    }

    "not be degraded any more when it runs anew" in {
      val probe = running("anew", tasks = 1)
      probe.kafka(Kafka.SILENT)
      eventually(degraded("anew") should have size 1)
      probe.kafka(Kafka.ANSWERS)

      Worker.await(worker.door.restartTask("anew", 0, Worker.Caller))

      eventually(view("anew").state.tasks.get(0).run shouldBe 2)
      degraded("anew") shouldBe empty
    }
  }

  "A task that is dead" should {

    "have failed, and be restarted, when its producer's thread is gone" in {
      val probe = create("bereft", "troupe.restart.policy" -> "backoff", "troupe.restart.min.ms" -> "2000")
      eventually(taskStates("bereft") shouldBe Seq(RunState.RUNNING))
      probe.kafka(Kafka.DYING)

      eventually(taskStates("bereft") shouldBe Seq(RunState.FAILED))
      taskStatuses("bereft").flatten.head.trace should include("The thread of the task's producer is gone")
      probe.kafka(Kafka.ANSWERS)

      eventually(taskStates("bereft") shouldBe Seq(RunState.RUNNING))
      view("bereft").state.tasks.get(0).run shouldBe 2
    }

    "have failed when its failure cannot even be told" in {
      val probe = running("untold", tasks = 1)
      probe.fail(
        Point.TASK_POLL,
        new IllegalStateException {
          override def getMessage: String = throw new IllegalStateException("no words")
        }
      )

      eventually(taskStates("untold") shouldBe Seq(RunState.FAILED))
      taskStatuses("untold").flatten.head.trace should include("whose trace cannot be told")
    }
  }
}
