package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.probe.Probe.Point
import io.troupe.cluster.task.TaskEntity
import io.troupe.persistence.TaskId
import io.troupe.persistence.connector.{RunState, TargetState}

class LifeSpec extends WorkerSpec {

  "A connector that is created" should {

    "run, and its tasks with it, each with its worker and version" in {
      running("fresh", tasks = 3)

      status("fresh").worker shouldBe "worker:8083"
      status("fresh").version shouldBe "7.1"
      taskStatuses("fresh").flatten.map(task => (task.worker, task.version)) shouldBe
        Seq.fill(3)(("worker:8083", "7.2"))
    }

    "begin as what it was created as" in {
      Worker.await(worker.door.create("resting", config("resting"), TargetState.STOPPED, Worker.Caller))

      eventually(state("resting") shouldBe RunState.STOPPED)
      view("resting").state.tasks shouldBe empty
    }

    "remind a task that was lost of what it ought to do" in {
      running("reminding", tasks = 1)
      val task = worker.shards.task(taskId("reminding", 0))

      task.tell(TaskEntity.Dismiss.INSTANCE)

      eventually(view("reminding").state.tasks.get(0).run shouldBe 2)
      eventually(taskStates("reminding") shouldBe Seq(RunState.RUNNING))
    }
  }

  "A configuration" should {

    "restart the connector and its tasks when it has changed" in {
      val probe = running("changing", tasks = 2)

      configure("changing", "tasks" -> "2", "colour" -> "blue")

      eventually(probe.count(Point.CONNECTOR_START) shouldBe 2)
      eventually(probe.count(Point.TASK_START) shouldBe 4)
      eventually(taskStates("changing") shouldBe Seq.fill(2)(RunState.RUNNING))
      probe.count(Point.TASK_STOP) shouldBe 2
    }

    "change nothing when it is the same" in {
      val probe = running("same", tasks = 1)
      val before = view("same").state

      configure("same", "tasks" -> "1")
      running("same-barrier", tasks = 1)

      view("same").state shouldBe before
      (probe.count(Point.CONNECTOR_START), probe.count(Point.TASK_START)) shouldBe ((1, 1))
    }

    "end surplus tasks for good" in {
      val probe = running("shrinking", tasks = 4)

      configure("shrinking", "tasks" -> "1")

      eventually((probe.count(Point.TASK_STOP), probe.count(Point.TASK_START)) shouldBe ((4, 5)))
      eventually(taskStates("shrinking") shouldBe Seq(RunState.RUNNING))
    }

    "bring back task numbers that were there before" in {
      running("breathing", tasks = 2)
      Worker.await(worker.door.restartTask("breathing", 1, Worker.Caller))
      eventually(taskStates("breathing") shouldBe Seq.fill(2)(RunState.RUNNING))

      configure("breathing", "tasks" -> "1")
      eventually(taskStates("breathing") shouldBe Seq(RunState.RUNNING))
      configure("breathing", "tasks" -> "2")

      eventually(taskStates("breathing") shouldBe Seq.fill(2)(RunState.RUNNING))
    }
  }

  "A target" should {

    "pause and resume tasks without ending them" in {
      val probe = running("pausing", tasks = 2)

      retarget("pausing", TargetState.PAUSED)
      eventually((state("pausing"), taskStates("pausing")) shouldBe ((RunState.PAUSED, Seq.fill(2)(RunState.PAUSED))))
      retarget("pausing", TargetState.STARTED)
      eventually((state("pausing"), taskStates("pausing")) shouldBe ((RunState.RUNNING, Seq.fill(2)(RunState.RUNNING))))

      (probe.count(Point.TASK_START), probe.count(Point.TASK_STOP)) shouldBe ((2, 0))
    }

    "take the tasks away when it is stopped, and bring them back where they were" in {
      val probe = running("stopping", tasks = 2)
      Worker.await(worker.door.restartTask("stopping", 0, Worker.Caller))
      eventually(taskStates("stopping") shouldBe Seq.fill(2)(RunState.RUNNING))

      retarget("stopping", TargetState.STOPPED).state.tasks shouldBe empty
      eventually(state("stopping") shouldBe RunState.STOPPED)
      eventually(probe.count(Point.TASK_STOP) shouldBe probe.count(Point.TASK_START))
      retarget("stopping", TargetState.STARTED)

      eventually(taskStates("stopping") shouldBe Seq.fill(2)(RunState.RUNNING))
      probe.lastStartedFrom should be > 0L
    }
  }

  "A restart" should {

    "begin the connector anew and leave its tasks alone" in {
      val probe = running("restarting", tasks = 1)

      val restarted = Worker.await(worker.door.restart("restarting", false, false, Worker.Caller))

      restarted.state.status.state shouldBe RunState.RUNNING
      probe.count(Point.CONNECTOR_START) shouldBe 2
      probe.count(Point.TASK_START) shouldBe 1
    }

    "begin the tasks anew, too, when they are included" in {
      val probe = running("including", tasks = 2)

      val planned = Worker.await(worker.door.restart("including", true, false, Worker.Caller))

      planned.state.tasks.asScala.map(_.status.state) shouldBe Seq.fill(2)(RunState.RESTARTING)
      eventually(probe.count(Point.TASK_START) shouldBe 4)
      eventually(taskStates("including") shouldBe Seq.fill(2)(RunState.RUNNING))
    }

    "begin one task anew" in {
      val probe = running("single", tasks = 2)
      val before = view("single").state.tasks.asScala.map(_.run).toSeq

      Worker.await(worker.door.restartTask("single", 1, Worker.Caller))

      eventually(probe.count(Point.TASK_START) shouldBe 3)
      eventually(taskStates("single") shouldBe Seq.fill(2)(RunState.RUNNING))
      val after = view("single").state.tasks.asScala.map(_.run).toSeq
      after.head shouldBe before.head
      after(1) should be > before(1)
    }

    "keep a paused connector paused" in {
      running("asleep", tasks = 1)
      retarget("asleep", TargetState.PAUSED)
      eventually(taskStates("asleep") shouldBe Seq(RunState.PAUSED))

      Worker.await(worker.door.restart("asleep", true, false, Worker.Caller))

      eventually(view("asleep").state.tasks.get(0).run shouldBe 2)
      eventually((state("asleep"), taskStates("asleep")) shouldBe ((RunState.PAUSED, Seq(RunState.PAUSED))))
    }
  }

  "A task that fails" should {

    "stay failed with its trace until its restart is asked for" in {
      val probe = running("failing", tasks = 1)
      probe.fail(Point.TASK_POLL, "the disk is full")
      eventually(taskStates("failing") shouldBe Seq(RunState.FAILED))
      taskStatuses("failing").flatten.head.trace should include("IllegalStateException: the disk is full")
      probe.heal(Point.TASK_POLL)

      retarget("failing", TargetState.PAUSED)
      eventually(state("failing") shouldBe RunState.PAUSED)
      retarget("failing", TargetState.STARTED)
      eventually(state("failing") shouldBe RunState.RUNNING)
      taskStates("failing") shouldBe Seq(RunState.FAILED)

      Worker.await(worker.door.restart("failing", true, true, Worker.Caller))
      eventually(taskStates("failing") shouldBe Seq(RunState.RUNNING))
      probe.count(Point.CONNECTOR_START) shouldBe 2
      taskStatuses("failing").flatten.head.trace shouldBe null
    }
  }

  "A connector that fails" should {

    "show its trace, and run again when it is restarted" in {
      io.troupe.cluster.probe.Probe.of("broken").fail(Point.CONNECTOR_START, "no such host")
      val probe = create("broken")
      eventually(state("broken") shouldBe RunState.FAILED)
      status("broken").trace should include("no such host")
      probe.heal(Point.CONNECTOR_START)

      Worker.await(worker.door.restart("broken", false, true, Worker.Caller))

      eventually(taskStates("broken") shouldBe Seq(RunState.RUNNING))
      state("broken") shouldBe RunState.RUNNING
      probe.count(Point.CONNECTOR_STOP) shouldBe 0
    }

    "tell those who restart it that it failed again" in {
      io.troupe.cluster.probe.Probe.of("hopeless").fail(Point.CONNECTOR_START, "no such host")
      create("hopeless")
      eventually(state("hopeless") shouldBe RunState.FAILED)

      refusal(worker.door.restart("hopeless", false, false, Worker.Caller)) shouldBe
        new Refusal(Refusal.Reason.FAILED, "Failed to start connector: hopeless")
    }
  }

  "A name" should {

    "belong to a new connector after deletion, with nothing left of the old one" in {
      running("reborn", tasks = 3)

      Worker.await(worker.door.delete("reborn", Worker.Caller))
      find("reborn") shouldBe None
      worker.door.names().toCompletableFuture.get should not contain "reborn"
      val created = Worker.await(
        worker.door.create("reborn", config("reborn", "tasks" -> "1"), TargetState.STARTED, Worker.Caller)
      )

      created.state.tasks shouldBe empty
      created.state.status shouldBe null
      eventually(taskStates("reborn") shouldBe Seq(RunState.RUNNING))
      view("reborn").state.tasks.get(0).run shouldBe 1
    }
  }

  private def taskId(name: String, number: Int) = new TaskId(Incarnations.of(worker, name), number)
}
