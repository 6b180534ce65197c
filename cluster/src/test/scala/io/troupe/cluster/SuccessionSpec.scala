package io.troupe.cluster

import io.troupe.cluster.connector.ConnectorCommand
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.RunState

/** Tasks of a new plan begin when those of the plan before are over. */
class SuccessionSpec extends WorkerSpec {

  private val graceMillis = 2000L
  private lazy val own =
    new Worker(Worker.newJournal(), Map("task.shutdown.graceful.timeout.ms" -> graceMillis.toString))
  override protected def worker: Worker = own

  /** The second of two tasks does not stop; settings change; how long the first one waited to begin anew. */
  private def waited(name: String)(meanwhile: => Unit): Long = {
    running(name, tasks = 2)
    val (first, second) = (Probe.of(s"$name-0"), Probe.of(s"$name-1"))
    second.block(Point.TASK_STOP)
    configure(name, "tasks" -> "2", "colour" -> "blue")
    eventually(second.blocked shouldBe 1)
    val begun = System.nanoTime()
    meanwhile
    eventually(first.count(Point.TASK_START) shouldBe 2)
    val millis = (System.nanoTime() - begun) / 1000000
    eventually(taskStates(name) shouldBe Seq.fill(2)(RunState.RUNNING))
    second.open(Point.TASK_STOP)
    millis
  }

  "A task of a new plan" should {

    "wait for one of the plan before that does not stop, until it is given up, and no longer" in {
      waited("patient")(()) should (be > graceMillis * 3 / 4 and be < graceMillis * 2)
    }

    "wait also when its connector moves meanwhile" in {
      val waitedMillis = waited("moving-plan") {
        worker.shards.connector(Incarnations.of(worker, "moving-plan")).tell(ConnectorCommand.HandOver.INSTANCE)
      }
      waitedMillis should be > graceMillis * 3 / 4
    }

    "begin as soon as all of them have ended" in {
      val millis = waited("prompt") {
        eventually(Probe.of("prompt-0").count(Point.TASK_STOP) shouldBe 1)
        Probe.of("prompt-1").open(Point.TASK_STOP)
      }
      millis should be < graceMillis / 2
    }

    "wait for one that is not there any more in its plan" in {
      running("fewer", tasks = 2)
      val (first, second) = (Probe.of("fewer-0"), Probe.of("fewer-1"))
      second.block(Point.TASK_STOP)
      configure("fewer", "tasks" -> "1")
      eventually(second.blocked shouldBe 1)
      val begun = System.nanoTime()
      eventually(first.count(Point.TASK_START) shouldBe 2)
      (System.nanoTime() - begun) / 1000000 should be > graceMillis * 3 / 4
      second.open(Point.TASK_STOP)
    }
  }

  "A task that is restarted by itself" should {
    "wait for no other" in {
      running("alone", tasks = 2)
      val (first, second) = (Probe.of("alone-0"), Probe.of("alone-1"))
      second.block(Point.TASK_STOP)
      Worker.await(worker.door.restartTask("alone", 1, Worker.Caller))
      eventually(second.blocked shouldBe 1)
      val begun = System.nanoTime()
      Worker.await(worker.door.restartTask("alone", 0, Worker.Caller))
      eventually(first.count(Point.TASK_START) shouldBe 2)
      (System.nanoTime() - begun) / 1000000 should be < graceMillis / 2
      second.open(Point.TASK_STOP)
    }
  }
}
