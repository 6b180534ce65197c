package io.troupe.cluster

import scala.concurrent.duration._

import io.troupe.cluster.probe.Probe.Point
import io.troupe.cluster.probe.ProbeLoops
import io.troupe.cluster.task.{TaskEntity, TaskServices}
import io.troupe.persistence.TaskId
import io.troupe.persistence.connector.{RunState, TargetState}
import io.troupe.worker.task.Assignment
import org.apache.pekko.actor.testkit.typed.scaladsl.TestProbe
import org.apache.pekko.actor.typed.{ActorRef, Props}
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand

/** One entity by itself, beside those that sharding looks after, so that a test can say what it is told. */
class TaskEntitySpec extends WorkerSpec {

  /** The other entity is not reminded, else it would take its run back. */
  private lazy val own = new Worker(Worker.newJournal(), cluster = "troupe.cluster.reconcile-interval = 1 h")
  override protected def worker: Worker = own

  private def impatient(settings: ClusterSettings) = new ClusterSettings(
    settings.group,
    settings.clock,
    settings.askTimeout,
    settings.askRepeat,
    java.time.Duration.ofMillis(200),
    settings.enlistRetry,
    settings.connectorStopTimeout,
    settings.stalledAfter,
    settings.degradedAfter,
    settings.rebalanceBatch,
    settings.crash,
    settings.lease
  )

  private final class Alone(name: String, procession: Option[ActorRef[Procession.Command]] = None) {
    private implicit val system: org.apache.pekko.actor.typed.ActorSystem[Void] = worker.system
    val probe = running(name, tasks = 1)
    private val watcher = TestProbe[AnyRef]()
    val shard = TestProbe[ShardCommand]()
    val id = new TaskId(Incarnations.of(worker, name), 0)
    private val properties = worker.properties
    private val services = new TaskServices(
      impatient(worker.clusterSettings),
      properties,
      procession.fold(worker.shards)(new Shards(ClusterSharding.get(system), _)),
      new ProbeLoops(Worker.plugins, properties),
      worker.metrics,
      shard.ref
    )

    /** It enlists, and gets the second run of the task. */
    val entity: ActorRef[TaskEntity.Command] =
      worker.system.systemActorOf(TaskEntity.create(id, services), s"$name-entity", Props.empty)
    eventually(probe.count(Point.TASK_START) shouldBe 2)

    def assignment(run: Long): Assignment = {
      val state = view(name).state
      val own = Worker.await(worker.door.tasks(name)).get.get(0)
      new Assignment(id, state.revision, run, TargetState.STARTED, state.config, own)
    }

    def ends(): Unit = watcher.expectTerminated(entity, 5.seconds)
  }

  "A task that is handed over" should {

    "end, even when it is expected to do something else at the last moment" in {
      val alone = new Alone("alone-moving")
      alone.probe.block(Point.TASK_STOP)

      alone.entity ! TaskEntity.HandOver.INSTANCE
      alone.entity ! new TaskEntity.Expect(99, 0, TargetState.STARTED, null, 0)

      alone.ends()
    }
  }

  "A task that waits for its turn to leave" should {

    "perform on, and end when it comes" in {
      val procession = TestProbe[Procession.Command]()(worker.system)
      val alone = new Alone("alone-waiting", Some(procession.ref))

      alone.entity ! TaskEntity.HandOver.INSTANCE
      val waits = procession.expectMessageType[Procession.TaskWaits]
      val before = alone.probe.count(Point.TASK_POLL)

      waits.task shouldBe alone.id
      eventually(alone.probe.count(Point.TASK_POLL) should be > before + 100)
      alone.probe.count(Point.TASK_STOP) shouldBe 0
      waits.replyTo ! TaskEntity.Leave.INSTANCE
      alone.ends()
      alone.probe.count(Point.TASK_STOP) shouldBe 1
    }

    for (
      (what, wish) <- Seq(
        "end at once when there is a new plan" -> new TaskEntity.Expect(99, 0, TargetState.STARTED, null, 0),
        "end at once when it is dismissed" -> TaskEntity.Dismiss.INSTANCE
      )
    ) what in {
      val procession = TestProbe[Procession.Command]()(worker.system)
      val alone = new Alone(s"alone-${what.replace(' ', '-')}", Some(procession.ref))

      alone.entity ! TaskEntity.HandOver.INSTANCE
      procession.expectMessageType[Procession.TaskWaits]
      alone.entity ! new TaskEntity.Expect(0, 0, TargetState.STARTED, null, 0)
      alone.entity ! wish

      procession.expectMessageType[Procession.TaskMoved].task shouldBe alone.id
      alone.ends()
      alone.probe.count(Point.TASK_STOP) shouldBe 1
    }

    "leave at once when it has failed meanwhile" in {
      val procession = TestProbe[Procession.Command]()(worker.system)
      val alone = new Alone("alone-failing", Some(procession.ref))

      alone.entity ! TaskEntity.HandOver.INSTANCE
      procession.expectMessageType[Procession.TaskWaits]
      alone.probe.fail(Point.TASK_POLL, "full")

      procession.expectMessageType[Procession.TaskMoved].task shouldBe alone.id
      alone.ends()
    }
  }

  "Who rouses a task" should {

    "be answered when it has begun" in {
      val alone = new Alone("alone-roused")
      val rousing = TestProbe[org.apache.pekko.Done]()(worker.system)
      alone.probe.block(Point.TASK_START)
      alone.entity ! new TaskEntity.Perform(alone.assignment(run = 9), 0)
      eventually(alone.probe.count(Point.TASK_START) shouldBe 3)

      alone.entity ! new TaskEntity.Rouse(rousing.ref)
      rousing.expectNoMessage(200.millis)
      alone.probe.open(Point.TASK_START)

      rousing.expectMessage(5.seconds, org.apache.pekko.Done)
      alone.entity ! new TaskEntity.Rouse(rousing.ref)
      rousing.expectMessage(5.seconds, org.apache.pekko.Done)
      alone.entity ! TaskEntity.HandOver.INSTANCE
      alone.ends()
    }
  }

  "Who waits for the end of a task that is handed over" should {

    "be told of it" in {
      val alone = new Alone("alone-farewell")
      alone.probe.block(Point.TASK_STOP)
      val waiting = TestProbe[org.apache.pekko.Done]()(worker.system)

      alone.entity ! TaskEntity.HandOver.INSTANCE
      alone.entity ! new TaskEntity.Farewell(waiting.ref)
      alone.probe.open(Point.TASK_STOP)

      waiting.expectMessage(5.seconds, org.apache.pekko.Done)
      alone.ends()
    }
  }

  "A task that is given runs faster than it can end one" should {

    "perform the last of them" in {
      val alone = new Alone("alone-hurried")
      alone.probe.block(Point.TASK_STOP)

      alone.entity ! new TaskEntity.Perform(alone.assignment(run = 8), 0)
      alone.entity ! new TaskEntity.Perform(alone.assignment(run = 9), 0)
      alone.entity ! new TaskEntity.Perform(alone.assignment(run = 7), 0)
      alone.probe.open(Point.TASK_STOP)

      eventually(alone.probe.count(Point.TASK_START) shouldBe 3)
      alone.entity ! new TaskEntity.Expect(0, 9, TargetState.PAUSED, null, 0)
      alone.entity ! new TaskEntity.Perform(alone.assignment(run = 9), 0)
      alone.entity ! TaskEntity.HandOver.INSTANCE
      alone.ends()
      alone.probe.count(Point.TASK_START) shouldBe 3
    }
  }

  "A task that is expected to have begun a later run" should {

    "ask for it" in {
      val alone = new Alone("alone-overtaken")

      alone.entity ! new TaskEntity.Expect(0, 99, TargetState.STARTED, RunState.RUNNING, 0)

      eventually(alone.probe.count(Point.TASK_START) shouldBe 3)
      view("alone-overtaken").state.tasks.get(0).run shouldBe 3
    }
  }

  "A task that is not reminded" should {

    "run on as long as its connector wants it" in {
      val alone = new Alone("alone-wanted")

      eventually(alone.probe.count(Point.TASK_POLL) should be > 500)

      alone.shard.expectNoMessage(1.second)
      alone.probe.count(Point.TASK_STOP) shouldBe 0
    }

    "ask, and end when its dismissal was lost" in {
      val alone = new Alone("alone-forgotten")

      Worker.await(worker.door.delete("alone-forgotten", Worker.Caller))

      alone.shard.expectMessageType[ShardCommand](5.seconds)
      alone.probe.count(Point.TASK_STOP) shouldBe 2
    }
  }

  "A task that is dismissed" should {

    "stop and ask its shard to let it go" in {
      val alone = new Alone("alone-dismissed")

      alone.entity ! TaskEntity.Dismiss.INSTANCE

      alone.shard.expectMessageType[ShardCommand]
      alone.probe.count(Point.TASK_STOP) shouldBe 1
      alone.entity ! TaskEntity.HandOver.INSTANCE
      alone.ends()
    }
  }

  "A task that failed and is given another run" should {

    "perform it, and end with it when it is handed over" in {
      val alone = new Alone("alone-another")
      alone.probe.fail(Point.TASK_POLL, "full")
      eventually(taskStates("alone-another") shouldBe Seq(RunState.FAILED))
      alone.probe.heal(Point.TASK_POLL)

      alone.entity ! new TaskEntity.Perform(alone.assignment(run = 99), 0)
      eventually(alone.probe.count(Point.TASK_START) shouldBe 3)
      val before = alone.probe.count(Point.TASK_STOP)

      alone.entity ! TaskEntity.HandOver.INSTANCE
      alone.ends()
      alone.probe.count(Point.TASK_STOP) shouldBe before + 1
    }
  }
}
