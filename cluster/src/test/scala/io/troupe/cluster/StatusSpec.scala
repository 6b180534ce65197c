package io.troupe.cluster

import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}

/** What is told of runs is true, or says that it is not known. */
class StatusSpec extends WorkerSpec {

  private val journal = Worker.newJournal()
  private var present: Option[Worker] = None

  override protected def worker: Worker = present.getOrElse {
    present = Some(new Worker(journal, cluster = "pekko.coordinated-shutdown.run-by-actor-system-terminate = off"))
    worker
  }

  /** A process that is killed records nothing of its end; the next one begins. */
  private def killed(): Unit = {
    worker.kill()
    present = None
    new Journal(journal).facts("spec/connector").filter(_.contains("UNASSIGNED")) shouldBe empty
    worker.system.name shouldBe "troupe-spec"
  }

  "After a start of the whole cluster, a task" should {

    "not be told to run before it does" in {
      val probe = running("slow-start", tasks = 2)
      probe.block(Point.TASK_START)
      killed()

      eventually(probe.blocked shouldBe 2)
      taskStates("slow-start") shouldBe Seq(RunState.UNASSIGNED, RunState.UNASSIGNED)

      probe.open(Point.TASK_START)
      eventually(taskStates("slow-start") shouldBe Seq(RunState.RUNNING, RunState.RUNNING))
    }

    "not be told to run before its connector has come to it, nor to be paused" in {
      val probe = running("slow-connector", tasks = 1)
      running("slow-pause", tasks = 1)
      retarget("slow-pause", TargetState.PAUSED)
      eventually(taskStates("slow-pause") shouldBe Seq(RunState.PAUSED))
      probe.block(Point.CONNECTOR_START)
      probe.block(Point.TASK_START)
      killed()

      state("slow-connector") shouldBe RunState.UNASSIGNED
      taskStates("slow-connector") shouldBe Seq(RunState.UNASSIGNED)

      Probe.releaseAll()
      probe.open(Point.CONNECTOR_START)
      probe.open(Point.TASK_START)
      eventually(
        (state("slow-connector"), taskStates("slow-connector")) shouldBe
          ((RunState.RUNNING, Seq(RunState.RUNNING)))
      )
      eventually((state("slow-pause"), taskStates("slow-pause")) shouldBe ((RunState.PAUSED, Seq(RunState.PAUSED))))
    }
  }

  "A task that begins anew" should {

    "not be told to run until it does" in {
      val probe = running("revised", tasks = 1)
      probe.block(Point.TASK_START)

      configure("revised", "tasks" -> "1", "colour" -> "blue")

      eventually(probe.blocked shouldBe 1)
      eventually(taskStates("revised") shouldBe Seq(RunState.UNASSIGNED))
      probe.open(Point.TASK_START)
      eventually(taskStates("revised") shouldBe Seq(RunState.RUNNING))
    }
  }
}
