package io.troupe.cluster

import scala.concurrent.duration._

import io.troupe.cluster.connector.{Answer, ConnectorCommand}
import io.troupe.cluster.probe.Probe.Point
import io.troupe.cluster.task.TaskEntity
import io.troupe.persistence.Caller
import io.troupe.persistence.connector.{RunState, TargetState}
import org.apache.pekko.actor.testkit.typed.scaladsl.TestProbe
import org.apache.pekko.actor.typed.ActorRef

/** Who has no answer asks again; what was done already is not done twice. */
class RepetitionSpec extends WorkerSpec {

  private def by(request: String) = new Caller("ann", "192.0.2.7", "rest", request)

  private def ask(name: String)(question: ActorRef[Answer] => ConnectorCommand): Answer =
    Worker.await(
      worker.shards
        .connector(Incarnations.of(worker, name))
        .ask[Answer](question(_), worker.clusterSettings.askTimeout)
    )

  "A request that comes again" should {

    "create a connector once, and not be told that it exists" in {
      Worker.await(worker.door.create("repeated", config("repeated"), TargetState.STARTED, by("one")))

      Worker
        .await(worker.door.create("repeated", config("repeated"), TargetState.STARTED, by("one")))
        .name shouldBe "repeated"

      refusal(worker.door.create("repeated", config("repeated"), TargetState.STARTED, by("two"))).reason shouldBe
        Refusal.Reason.ALREADY_EXISTS
    }

    "restart a task once" in {
      val probe = running("repeated-task", tasks = 1)
      ask("repeated-task")(new ConnectorCommand.RestartTask(0, by("one"), _))
      eventually(probe.count(Point.TASK_START) shouldBe 2)
      val after = view("repeated-task").state.revision

      ask("repeated-task")(new ConnectorCommand.RestartTask(0, by("one"), _)) shouldBe an[Answer.Told]

      view("repeated-task").state.revision shouldBe after
      ask("repeated-task")(new ConnectorCommand.RestartTask(0, by("two"), _))
      view("repeated-task").state.revision should be > after
    }

    "wait for the start that it asked for before" in {
      val probe = running("repeated-start", tasks = 1)
      probe.block(Point.CONNECTOR_START)
      val first = worker.door.restart("repeated-start", false, false, by("one"))
      eventually(probe.blocked shouldBe 1)

      val second = worker.door.restart("repeated-start", false, false, by("one"))

      find("repeated-start") should not be empty
      second.toCompletableFuture.isDone shouldBe false
      probe.open(Point.CONNECTOR_START)
      Worker.await(first)
      Worker.await(second)
      probe.count(Point.CONNECTOR_START) shouldBe 2
    }

    "delete a connector once, and not be told that it is gone" in {
      running("repeated-deleted", tasks = 1)
      val id = Incarnations.of(worker, "repeated-deleted")
      val entity = worker.shards.connector(id)
      def delete(request: String): Answer = Worker.await(
        entity.ask[Answer](new ConnectorCommand.Delete(by(request), _), worker.clusterSettings.askTimeout)
      )

      delete("one") shouldBe an[Answer.Told]
      delete("one") shouldBe an[Answer.Told]
      delete("two") shouldBe a[Answer.Gone]
    }

    "not be overtaken by itself" in {
      running("repeated-patched", tasks = 1)
      val basis = view("repeated-patched").state.version
      def patch(colour: String): Answer =
        ask("repeated-patched")(
          new ConnectorCommand.Configure(config("repeated-patched", "colour" -> colour), basis, by("one"), _)
        )

      patch("blue") shouldBe an[Answer.Told]
      patch("blue") shouldBe an[Answer.Told]
      patch("green") shouldBe an[Answer.Overtaken]
    }
  }

  "A task that asks again before it began" should {

    "be given the same run, and another one once it began it" in {
      running("asked-twice", tasks = 1)
      val task = TestProbe[TaskEntity.Command]()(worker.system)
      val connector = worker.shards.connector(Incarnations.of(worker, "asked-twice"))
      def enlist(performed: Long): Long = {
        connector.tell(new ConnectorCommand.Enlist(0, "worker:8083", performed, task.ref))
        task.expectMessageType[TaskEntity.Perform](5.seconds).assignment.run
      }

      val first = enlist(performed = 0)
      enlist(performed = first - 1) shouldBe first
      enlist(performed = first) should be > first
    }
  }

  "What a task said while its connector did not listen" should {

    "be said again" in {
      val probe = running("unheard", tasks = 1)
      val connector = worker.shards.connector(Incarnations.of(worker, "unheard"))
      val known = view("unheard").state.tasks.get(0)

      connector.tell(
        new ConnectorCommand.TaskReported(
          0,
          known.revision,
          known.run,
          io.troupe.persistence.connector.Status.of(RunState.PAUSED, "worker:8083", "1.0"),
          false
        )
      )

      eventually(taskStates("unheard") shouldBe Seq(RunState.PAUSED))
      eventually(taskStates("unheard") shouldBe Seq(RunState.RUNNING))
      probe.count(Point.TASK_START) shouldBe 1
    }

    "count for nothing when it is about what the task is not any more" in {
      running("outdated", tasks = 1)
      val connector = worker.shards.connector(Incarnations.of(worker, "outdated"))
      val known = view("outdated").state.tasks.get(0)

      connector.tell(
        new ConnectorCommand.TaskReported(
          0,
          known.revision - 1,
          known.run,
          io.troupe.persistence.connector.Status.of(RunState.FAILED, "worker:8083", "1.0"),
          false
        )
      )

      ask("outdated")(new ConnectorCommand.Describe(_)) match {
        case told: Answer.Told => told.state.tasks.get(0).status.state shouldBe RunState.RUNNING
        case other => fail(s"$other")
      }
    }
  }
}
