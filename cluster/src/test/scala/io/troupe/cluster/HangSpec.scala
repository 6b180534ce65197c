package io.troupe.cluster

import java.util.concurrent.{ExecutionException, TimeoutException}

import scala.jdk.CollectionConverters._

import io.troupe.cluster.connector.{ConnectorCommand, PluginTimeout}
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.cluster.task.TaskEntity
import io.troupe.persistence.TaskId
import io.troupe.persistence.connector.{RunState, TargetState}
import org.apache.pekko.actor.testkit.typed.scaladsl.TestProbe
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState
import org.apache.pekko.cluster.sharding.typed.javadsl.{ClusterSharding, EntityTypeKey}

class HangSpec extends WorkerSpec {

  "A task that blocks for ever" should {

    "be abandoned when it does so in poll, and its successor run" in {
      val probe = running("stuck-poll", tasks = 1)
      probe.block(Point.TASK_POLL)
      eventually(probe.blocked shouldBe 1)
      probe.letOthersPass(Point.TASK_POLL)

      Worker.await(worker.door.restartTask("stuck-poll", 0, Worker.Caller))

      eventually(probe.count(Point.TASK_START) shouldBe 2)
      eventually(taskStates("stuck-poll") shouldBe Seq(RunState.RUNNING))
      val polled = probe.count(Point.TASK_POLL)
      eventually(probe.count(Point.TASK_POLL) should be > polled)
      probe.blocked shouldBe 1
    }

    "be abandoned when it does so in stop, and its successor run" in {
      val probe = running("stuck-stop", tasks = 1)
      probe.block(Point.TASK_STOP)

      configure("stuck-stop", "tasks" -> "1", "colour" -> "blue")

      eventually(probe.count(Point.TASK_START) shouldBe 2)
      eventually(taskStates("stuck-stop") shouldBe Seq(RunState.RUNNING))
      probe.blocked shouldBe 1
    }

    "show nothing of itself under a name that is used again" in {
      val probe = running("stuck-reborn", tasks = 2)
      probe.block(Point.TASK_STOP)
      Worker.await(worker.door.delete("stuck-reborn", Worker.Caller))
      eventually(probe.blocked shouldBe 2)

      create("stuck-reborn", "tasks" -> "1")

      eventually(taskStates("stuck-reborn") shouldBe Seq(RunState.RUNNING))
      Probe.releaseAll()
      eventually(probe.blocked shouldBe 0)
      view("stuck-reborn").state.tasks.asScala.map(task => (task.run, task.status.state)) shouldBe
        Seq((1, RunState.RUNNING))
    }

    "not come back when its connector is deleted" in {
      val probe = running("stuck-gone", tasks = 1)
      val task = new TaskId(Incarnations.of(worker, "stuck-gone"), 0)
      probe.block(Point.TASK_STOP)

      Worker.await(worker.door.delete("stuck-gone", Worker.Caller))

      eventually(entities(Shards.TASK) should not contain task.toString)
    }
  }

  "A connector that blocks for ever" should {

    "hold up no other, and be abandoned for its next configuration, when it does so in start" in {
      val probe = Probe.of("stuck-start")
      probe.block(Point.CONNECTOR_START)
      create("stuck-start")
      eventually(probe.blocked shouldBe 1)

      running("unconcerned", tasks = 1)
      probe.letOthersPass(Point.CONNECTOR_START)
      configure("stuck-start", "colour" -> "blue")

      eventually(state("stuck-start") shouldBe RunState.RUNNING)
      eventually(taskStates("stuck-start") shouldBe Seq(RunState.RUNNING))
      probe.blocked shouldBe 1
    }

    "be what a restart tells of that it keeps waiting" in {
      val probe = running("stuck-restart", tasks = 1)
      probe.block(Point.CONNECTOR_START)

      val failure = the[ExecutionException] thrownBy
        Worker.await(worker.door.restart("stuck-restart", false, false, Worker.Caller))

      failure.getCause shouldBe a[PluginTimeout]
      failure.getCause.getMessage shouldBe "Request timed out. Connector stuck-restart has been told to start and its" +
        " plugin io.troupe.cluster.probe.ProbeConnector did not come back within 3 s; it is RESTARTING until it does."
    }

    "be abandoned for its restart when it does so in stop" in {
      val probe = running("stuck-end", tasks = 1)
      probe.block(Point.CONNECTOR_STOP)

      Worker.await(worker.door.restart("stuck-end", false, false, Worker.Caller))

      eventually(state("stuck-end") shouldBe RunState.RUNNING)
      (probe.count(Point.CONNECTOR_START), probe.blocked) shouldBe ((2, 1))
    }

    "leave nothing behind when it is deleted while it is given up" in {
      val probe = running("stuck-deleted", tasks = 1)
      val id = Incarnations.of(worker, "stuck-deleted")
      probe.block(Point.CONNECTOR_STOP)
      configure("stuck-deleted", "colour" -> "blue")
      eventually(probe.blocked shouldBe 1)

      Worker.await(worker.door.delete("stuck-deleted", Worker.Caller))

      eventually(entities(Shards.CONNECTOR) should not contain id.toString)
    }
  }

  "A connector that is deleted" should {

    "not stay when one of its tasks asks for it later" in {
      running("asked-late", tasks = 1)
      val id = Incarnations.of(worker, "asked-late")
      Worker.await(worker.door.delete("asked-late", Worker.Caller))
      eventually(entities(Shards.CONNECTOR) should not contain id.toString)
      val task = TestProbe[TaskEntity.Command]()(worker.system)

      worker.shards.connector(id).tell(new ConnectorCommand.Enlist(0, "worker:8083", 0, task.ref))

      task.expectMessage(TaskEntity.Dismiss.INSTANCE)
      eventually(entities(Shards.CONNECTOR) should not contain id.toString)
    }
  }

  "A validation that blocks for ever" should {

    "cost its own request only" in {
      val probe = Probe.of("stuck-validation")
      probe.block(Point.VALIDATE)
      val asked =
        worker.door.create("stuck-validation", config("stuck-validation"), TargetState.STARTED, Worker.Caller)
      eventually(probe.blocked shouldBe 1)

      running("validated", tasks = 1)

      intercept[ExecutionException](Worker.await(asked, 20)).getCause shouldBe a[TimeoutException]
      find("stuck-validation") shouldBe None
    }

    "let others of its plugin wait in line" in {
      val probe = Probe.of("stuck-crowd")
      probe.block(Point.VALIDATE)
      val crowd = Seq.fill(40)(
        worker.door.create("stuck-crowd", config("stuck-crowd"), TargetState.STARTED, Worker.Caller)
      )
      eventually(probe.blocked should be > 1)

      probe.open(Point.VALIDATE)

      crowd.count(created => Worker.await(created.handle((_, failure) => failure == null))) shouldBe 1
      running("later", tasks = 1)
    }
  }

  private def entities(kind: EntityTypeKey[_]): Set[String] = {
    val answer = TestProbe[CurrentShardRegionState]()(worker.system)
    ClusterSharding.get(worker.system).shardState.tell(new GetShardRegionState(kind, answer.ref))
    answer.receiveMessage().shards.flatMap(_.entityIds)
  }
}
