package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.Refusal.Reason
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}
import io.troupe.worker.offset.OffsetsRequest
import org.scalatest.concurrent.ScalaFutures

/** Changes of a source's offsets by hand. */
class OffsetsChangeSpec extends WorkerSpec with ScalaFutures {

  "Offsets of a stopped source" should {

    "be where its tasks begin from then on" in {
      val probe = stopped("altered")

      alter("altered", at(7)) shouldBe true

      offsets("altered") shouldBe Map(0 -> 7L)
      probe.altered.asScala.toMap shouldBe
        Map(Map("number" -> "0").asJava -> Map("position" -> Long.box(7)).asJava)
      retarget("altered", TargetState.STARTED)
      eventually(taskStates("altered") shouldBe Seq(RunState.RUNNING))
      probe.lastStartedFrom shouldBe 7
    }

    "be forgotten by a reset, of which the plugin is told partition by partition" in {
      val probe = stopped("reset", tasks = 2)

      change("reset", OffsetsRequest.RESET) shouldBe true

      offsets("reset") shouldBe empty
      probe.altered.asScala.toMap shouldBe
        Map(Map("number" -> "0").asJava -> null, Map("number" -> "1").asJava -> null)
      change("reset", OffsetsRequest.RESET) shouldBe true
      probe.altered.asScala shouldBe empty
    }

    "count what its tasks had committed last, when they are changed at once" in {
      val probe = running("last-words", tasks = 1)

      retarget("last-words", TargetState.STOPPED)
      alter("last-words", at(3, number = 9))

      offsets("last-words") shouldBe Map(0 -> probe.count(Point.TASK_POLL).toLong, 9 -> 3L)
    }

    "be changed although a task of before never ends" in {
      val probe = running("zombie", tasks = 1)
      probe.block(Point.TASK_POLL)
      eventually(probe.blocked shouldBe 1)
      retarget("zombie", TargetState.STOPPED)

      alter("zombie", at(3)) shouldBe true

      probe.open(Point.TASK_POLL)
      eventually(probe.count(Point.TASK_STOP) shouldBe 1)
      offsets("zombie") shouldBe Map(0 -> 3L)
    }

    "be changed again after a restart of the worker's entities, and after the connector was deleted" in {
      stopped("reborn")
      alter("reborn", at(5))
      Worker.await(worker.door.delete("reborn", Worker.Caller))
      refusal(worker.door.offsets("reborn")).reason shouldBe Reason.NOT_FOUND
      Worker.await(worker.door.create("reborn", config("reborn"), TargetState.STOPPED, Worker.Caller))

      offsets("reborn") shouldBe Map(0 -> 5L)
      alter("reborn", at(6)) shouldBe true
      offsets("reborn") shouldBe Map(0 -> 6L)
    }
  }

  "A change of offsets" should {

    "be refused unless the connector is stopped" in {
      running("busy", tasks = 1)
      refusal(worker.door.changeOffsets("busy", at(1), Worker.Caller)).text should startWith(
        "Connectors must be in the STOPPED state"
      )
      retarget("busy", TargetState.PAUSED)
      refusal(worker.door.changeOffsets("busy", OffsetsRequest.RESET, Worker.Caller)).reason shouldBe Reason.INVALID
      refusal(worker.door.changeOffsets("nobody", at(1), Worker.Caller)).reason shouldBe Reason.NOT_FOUND
    }

    "let those wait who want the connector to run meanwhile" in {
      val probe = stopped("raced")
      val started = probe.count(Point.TASK_START)
      probe.block(Point.ALTER_OFFSETS)
      val altered = worker.door.changeOffsets("raced", at(4), Worker.Caller).toCompletableFuture
      eventually(probe.blocked shouldBe 1)

      val resumed = worker.door.retarget("raced", TargetState.STARTED, Worker.Caller).toCompletableFuture
      val configured =
        worker.door.configure("raced", config("raced", "colour" -> "blue"), Worker.Caller).toCompletableFuture
      running("raced-barrier", tasks = 1)
      Seq(altered, resumed, configured).map(_.isDone) shouldBe Seq(false, false, false)
      view("raced").state.target shouldBe TargetState.STOPPED
      probe.count(Point.TASK_START) shouldBe started

      probe.open(Point.ALTER_OFFSETS)
      Worker.await(altered) shouldBe true
      Worker.await(resumed)
      Worker.await(configured)
      eventually(taskStates("raced") shouldBe Seq(RunState.RUNNING))
      probe.lastStartedFrom should be >= 4L
      view("raced").state.config.get("colour") shouldBe "blue"
    }

    "change nothing any more when the plugin answers too late, and hold nobody up then" in {
      val probe = stopped("late")
      val before = offsets("late")
      probe.block(Point.ALTER_OFFSETS)

      val refused = refusal(worker.door.changeOffsets("late", at(1), Worker.Caller))
      (refused.reason, refused.text) should matchPattern {
        case (Reason.FAILED, text: String) if text.contains("timed out") =>
      }
      probe.letOthersPass(Point.ALTER_OFFSETS)
      Probe.releaseAll()
      eventually(probe.blocked shouldBe 0)
      change("late-barrier", at(1), before = stopped("late-barrier"))

      offsets("late") shouldBe before
      alter("late", at(2)) shouldBe true
    }

    "say what the plugin says of it, and write nothing when it refuses" in {
      stopped("elsewhere", settings = "alter" -> "false")
      alter("elsewhere", at(1)) shouldBe false
      offsets("elsewhere") shouldBe Map(0 -> 1L)
      for (
        (answer, text) <- Seq(
          "refused" -> "not these",
          "unsupported" ->
            "Failed to modify offsets for connector unsupported because it doesn't support external modification of offsets",
          "broken" -> "Failed to modify offsets for source connector broken"
        )
      ) {
        stopped(answer, settings = "alter" -> answer)
        val before = offsets(answer)
        refusal(worker.door.changeOffsets(answer, at(1), Worker.Caller)) shouldBe new Refusal(Reason.FAILED, text)
        refusal(worker.door.changeOffsets(answer, OffsetsRequest.RESET, Worker.Caller)).text shouldBe text
        offsets(answer) shouldBe before
      }
    }

    "be refused when a value is no primitive" in {
      stopped("nested")
      val nested = new OffsetsRequest.Change("""{"number":{"a":1}}""", """{"position":1}""")
      refusal(worker.door.changeOffsets("nested", request(nested), Worker.Caller)).text shouldBe
        "Offsets may only contain primitive types as values, but field number contains MAP"
    }
  }

  /** Was running, and has committed something. */
  private def stopped(name: String, tasks: Int = 1, settings: (String, String) = "a" -> "b"): Probe = {
    val probe = create(name, "tasks" -> tasks.toString, settings)
    eventually(offsets(name) should have size tasks.toLong)
    retarget(name, TargetState.STOPPED)
    eventually(state(name) shouldBe RunState.STOPPED)
    eventually(probe.count(Point.TASK_STOP) shouldBe tasks)
    probe
  }

  private def request(changes: OffsetsRequest.Change*) = new OffsetsRequest(changes.asJava)

  private def at(position: Long, number: Int = 0) =
    request(new OffsetsRequest.Change(s"""{"number":"$number"}""", s"""{"position":$position}"""))

  private def alter(name: String, request: OffsetsRequest): Boolean = change(name, request)

  private def change(name: String, request: OffsetsRequest, before: Any = ()): Boolean =
    Worker.await(worker.door.changeOffsets(name, request, Worker.Caller))

  private def offsets(name: String): Map[Int, Long] =
    Worker
      .await(worker.door.offsets(name))
      .asScala
      .map(each => each.partition.get("number").toString.toInt -> each.offset.get("position").asInstanceOf[Long])
      .toMap
}
