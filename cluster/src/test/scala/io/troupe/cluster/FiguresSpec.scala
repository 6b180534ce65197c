package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.probe.BrokenConverter
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.cluster.task.TaskEntity
import io.troupe.persistence.TaskId
import io.troupe.persistence.connector.{RunState, TargetState}

class FiguresSpec extends WorkerSpec {

  private def figures(tags: (String, String)*): Map[String, AnyRef] = (for {
    registry <- worker.metrics.registries().asScala
    metric <- registry.metrics().values().asScala
    name = metric.metricName()
    if name.tags().asScala.toMap.removed("client-id") == tags.toMap && name.group() != "app-info"
  } yield (name.name(), metric.metricValue())).toMap

  private def ofTask(connector: String, task: Int = 0) =
    figures("connector" -> connector, "task" -> task.toString)

  private def ofConnector(connector: String) = figures("connector" -> connector)

  "The figures of a connector and its tasks" should {

    "be there while they run, and go when it is deleted" in {
      running("counted", tasks = 2)

      ofConnector("counted")("status") shouldBe "running"
      ofConnector("counted")("connector-version") shouldBe "7.1"
      ofConnector("counted")("connector-class") shouldBe "io.troupe.cluster.probe.ProbeConnector"
      ofConnector("counted")("connector-type") shouldBe "source"
      ofConnector("counted")("connector-running-task-count") shouldBe 2L
      ofTask("counted", 1)("status") shouldBe "running"

      Worker.await(worker.door.delete("counted", Worker.Caller))

      eventually {
        ofConnector("counted") shouldBe empty
        ofTask("counted") shouldBe empty
        ofTask("counted", 1) shouldBe empty
      }
    }

    "follow pause, resume and stop" in {
      running("resting", tasks = 1)

      retarget("resting", TargetState.PAUSED)
      eventually {
        ofConnector("resting")("status") shouldBe "paused"
        ofConnector("resting")("connector-paused-task-count") shouldBe 1L
        ofTask("resting")("status") shouldBe "paused"
      }
      retarget("resting", TargetState.STARTED)
      eventually(ofTask("resting")("status") shouldBe "running")
      ofTask("resting")("pause-ratio").asInstanceOf[Double] should be > 0.0

      retarget("resting", TargetState.STOPPED)
      eventually {
        ofConnector("resting")("status") shouldBe "stopped"
        ofTask("resting") shouldBe empty
      }
    }

    "stay when they have failed, and begin anew when they are restarted" in {
      val probe = running("failing-counted", tasks = 1)
      probe.fail(Point.TASK_POLL, "full")
      eventually(ofTask("failing-counted")("status") shouldBe "failed")
      ofConnector("failing-counted")("status") shouldBe "running"
      ofConnector("failing-counted")("connector-failed-task-count") shouldBe 1L
      probe.heal(Point.TASK_POLL)

      Worker.await(worker.door.restartTask("failing-counted", 0, Worker.Caller))

      eventually(ofTask("failing-counted").get("status") shouldBe Some("running"))
      ofTask("failing-counted")("running-ratio") shouldBe 1.0
    }

    "go with a task that is given up" in {
      val probe = running("stuck", tasks = 1)
      probe.block(Point.TASK_STOP)

      retarget("stuck", TargetState.STOPPED)

      eventually(probe.blocked shouldBe 1)
      eventually(ofTask("stuck") shouldBe empty)
      probe.open(Point.TASK_STOP)
    }

    "go with a task that moves" in {
      running("moving", tasks = 1)
      val before = view("moving").state.tasks.get(0).run

      worker.shards.task(new TaskId(Incarnations.of(worker, "moving"), 0)).tell(TaskEntity.HandOver.INSTANCE)

      eventually(ofTask("moving").get("status") should not be Some("running"))
      eventually(view("moving").state.tasks.get(0).run should be > before)
      eventually(ofTask("moving").get("status") shouldBe Some("running"))
    }
  }

  "The figures of a worker" should {

    "count what it has, and how often connectors were started" in {
      def total(attribute: String) = figures()(attribute).asInstanceOf[Double]
      val attempts = total("connector-startup-attempts-total")
      val failures = total("connector-startup-failure-total")
      val connectors = total("connector-count")
      val tasks = total("task-count")

      running("good", tasks = 3)
      Probe.of("bad").fail(Point.CONNECTOR_START, "no")
      create("bad")
      eventually(state("bad") shouldBe RunState.FAILED)

      total("connector-startup-attempts-total") shouldBe attempts + 2
      total("connector-startup-failure-total") shouldBe failures + 1
      total("connector-count") shouldBe connectors + 2
      total("task-count") shouldBe tasks + 3
      total("assigned-tasks") shouldBe tasks + 3
      total("task-startup-attempts-total") shouldBe 0.0
      ofConnector("bad")("status") shouldBe "failed"
    }

    "tell of tasks that cannot be made" in {
      create("unmade", "key.converter" -> classOf[BrokenConverter].getName)

      eventually {
        figures()("task-startup-failure-total") shouldBe 1.0
        ofTask("unmade")("status") shouldBe "failed"
      }
    }

    "know that it is the oldest member" in {
      eventually(figures()("leader-name") shouldBe "http://worker:8083/")
      figures()("epoch") shouldBe 1.0
      figures()("join-total") shouldBe 1.0
    }
  }

  "The figures of a node that leaves" should {

    "be gone before it is" in {
      val leaving = new Worker(Worker.newJournal())
      Worker.await(leaving.door.create("leaving", config("leaving"), TargetState.STARTED, Worker.Caller))
      def own = leaving.metrics.registry().metrics().keySet().asScala.filter(_.tags().containsKey("connector"))
      eventually(own.map(_.group()) should contain("connector-task-metrics"))

      leaving.end()

      own shouldBe empty
    }
  }
}
