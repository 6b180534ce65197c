package io.troupe.cluster

import scala.concurrent.duration._

import io.troupe.cluster.task.TaskEntity
import io.troupe.persistence.TaskId
import org.apache.pekko.actor.testkit.typed.scaladsl.TestProbe
import org.apache.pekko.actor.typed.Props

/** What a node does for another one that leaves. */
class WakerSpec extends WorkerSpec {

  private lazy val waker = worker.system.systemActorOf(Waker.create(), "another-waker", Props.empty)

  private def wanted(task: TaskId): TaskEntity.Command = {
    val inLine = TestProbe[TaskEntity.Command]()(worker.system)
    waker ! new Waker.Confirm(task, inLine.ref)
    inLine.receiveMessage(10.seconds)
  }

  "A task in line to leave another node" should {

    "be told by its connector what is wanted of it" in {
      running("asked", tasks = 2)
      val connector = Incarnations.of(worker, "asked")
      val second = new TaskId(connector, 1)

      wanted(second) should matchPattern { case expect: TaskEntity.Expect if expect.revision == 1 => }
      configure("asked", "tasks" -> "2", "colour" -> "blue")
      eventually(wanted(second) should matchPattern { case expect: TaskEntity.Expect if expect.revision == 2 => })
      wanted(new TaskId(connector, 2)) shouldBe TaskEntity.Dismiss.INSTANCE
      Worker.await(worker.door.delete("asked", Worker.Caller))
      wanted(second) shouldBe TaskEntity.Dismiss.INSTANCE
    }
  }
}
