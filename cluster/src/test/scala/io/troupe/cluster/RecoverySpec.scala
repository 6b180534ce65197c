package io.troupe.cluster

import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}

class RecoverySpec extends WorkerSpec {

  private val journal = new Journal(Worker.newJournal())

  /** Offsets are committed when tasks stop, and not before. */
  private val settings = Map("offset.flush.interval.ms" -> "600000")
  private var present: Option[Worker] = None

  override protected def worker: Worker = present.getOrElse {
    present = Some(new Worker(journal.url, settings))
    worker
  }

  private def last(connector: String, kind: String): String =
    journal.facts(s"spec/connector/$connector@").filter(_.contains(s""""type":"$kind"""")).last

  "A worker that leaves" should {

    "stop its tasks with a last commit, and note that nobody runs them" in {
      val moving = running("back-moving", tasks = 1)
      eventually(moving.count(Point.TASK_POLL) should be > 10)
      running("back-pausing", tasks = 1)
      retarget("back-pausing", TargetState.PAUSED)
      eventually(taskStates("back-pausing") shouldBe Seq(RunState.PAUSED))
      running("back-stopping", tasks = 1)
      retarget("back-stopping", TargetState.STOPPED)
      eventually(state("back-stopping") shouldBe RunState.STOPPED)
      journal.facts("spec/offsets/back-moving").filter(_.contains("advanced")) shouldBe empty

      worker.leave()
      present = None

      journal.facts("spec/offsets/back-moving").filter(_.contains("advanced")) should have size 1
      moving.count(Point.TASK_STOP) shouldBe 1
      moving.count(Point.CONNECTOR_STOP) shouldBe 1
      last("back-moving", "task-reported") should include("UNASSIGNED")
      last("back-moving", "reported") should include("UNASSIGNED")
    }

    "find everything as it was when it comes back" in {
      Worker.await(worker.door.names()) should contain theSameElementsAs Seq(
        "back-moving",
        "back-pausing",
        "back-stopping"
      )
      eventually((state("back-moving"), taskStates("back-moving")) shouldBe ((RunState.RUNNING, Seq(RunState.RUNNING))))
      eventually((state("back-pausing"), taskStates("back-pausing")) shouldBe ((RunState.PAUSED, Seq(RunState.PAUSED))))
      eventually((state("back-stopping"), taskStates("back-stopping")) shouldBe ((RunState.STOPPED, Seq())))
      Probe.of("back-moving").lastStartedFrom should be > 10L
      view("back-moving").state.config shouldBe config("back-moving", "tasks" -> "1")
    }

    "wake connectors nobody asks for" in {
      val before = Probe.of("back-moving").count(Point.TASK_START)
      worker.leave()
      present = None

      worker.system.name shouldBe "troupe-spec"

      eventually(Probe.of("back-moving").count(Point.TASK_START) shouldBe before + 1)
    }

    "wait for a task that hangs no longer than it may take to stop" in {
      val probe = running("back-hanging", tasks = 1)
      probe.block(Point.TASK_STOP)
      val leaving = new Thread(() => worker.leave())

      leaving.start()

      eventually(last("back-hanging", "task-reported") should include("UNASSIGNED"))
      probe.blocked shouldBe 1
      Probe.releaseAll()
      leaving.join(30000)
      leaving.isAlive shouldBe false
      present = None
    }
  }
}
