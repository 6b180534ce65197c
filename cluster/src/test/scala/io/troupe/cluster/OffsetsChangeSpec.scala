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
      val probe = stopped("changed-altered")

      alter("changed-altered", at(7)) shouldBe true

      offsets("changed-altered") shouldBe Map(0 -> 7L)
      probe.altered.asScala.toMap shouldBe
        Map(Map("number" -> "0").asJava -> Map("position" -> Long.box(7)).asJava)
      retarget("changed-altered", TargetState.STARTED)
      eventually(taskStates("changed-altered") shouldBe Seq(RunState.RUNNING))
      probe.lastStartedFrom shouldBe 7
    }

    "be forgotten by a reset, of which the plugin is told partition by partition" in {
      val probe = stopped("changed-reset", tasks = 2)

      change("changed-reset", OffsetsRequest.RESET) shouldBe true

      offsets("changed-reset") shouldBe empty
      probe.altered.asScala.toMap shouldBe
        Map(Map("number" -> "0").asJava -> null, Map("number" -> "1").asJava -> null)
      change("changed-reset", OffsetsRequest.RESET) shouldBe true
      probe.altered.asScala shouldBe empty
    }

    "count what its tasks had committed last, when they are changed at once" in {
      val probe = running("last-words", tasks = 1)

      retarget("last-words", TargetState.STOPPED)
      alter("last-words", at(3, number = 9))

      offsets("last-words") shouldBe Map(0 -> probe.count(Point.TASK_POLL).toLong, 9 -> 3L)
    }

    "be changed although a task of before never ends" in {
      val probe = running("changed-zombie", tasks = 1)
      probe.block(Point.TASK_POLL)
      eventually(probe.blocked shouldBe 1)
      retarget("changed-zombie", TargetState.STOPPED)

      alter("changed-zombie", at(3)) shouldBe true

      probe.open(Point.TASK_POLL)
      eventually(probe.count(Point.TASK_STOP) shouldBe 1)
      offsets("changed-zombie") shouldBe Map(0 -> 3L)
    }

    "outlive the connector, and be changed again in its next life" in {
      stopped("changed-reborn")
      alter("changed-reborn", at(5))
      Worker.await(worker.door.delete("changed-reborn", Worker.Caller))
      refusal(worker.door.offsets("changed-reborn")).reason shouldBe Reason.NOT_FOUND
      Worker.await(worker.door.create("changed-reborn", config("changed-reborn"), TargetState.STOPPED, Worker.Caller))

      offsets("changed-reborn") shouldBe Map(0 -> 5L)
      alter("changed-reborn", at(6)) shouldBe true
      offsets("changed-reborn") shouldBe Map(0 -> 6L)
    }
  }

  "A change of offsets" should {

    "be refused when a number is larger than can be stored, by that number" in {
      stopped("changed-large")
      val before = offsets("changed-large")
      val large = new OffsetsRequest.Change("""{"number":"0"}""", """{"position":99999999999999999999}""")

      val refused =
        refusal(worker.door.changeOffsets("changed-large", new OffsetsRequest(java.util.List.of(large)), Worker.Caller))

      refused.reason shouldBe Reason.INVALID
      refused.text should include("99999999999999999999")
      offsets("changed-large") shouldBe before
    }

    "be refused unless the connector is stopped" in {
      running("changed-busy", tasks = 1)
      refusal(worker.door.changeOffsets("changed-busy", at(1), Worker.Caller)).text should startWith(
        "Connectors must be in the STOPPED state"
      )
      retarget("changed-busy", TargetState.PAUSED)
      refusal(
        worker.door.changeOffsets("changed-busy", OffsetsRequest.RESET, Worker.Caller)
      ).reason shouldBe Reason.INVALID
      refusal(worker.door.changeOffsets("nobody", at(1), Worker.Caller)).reason shouldBe Reason.NOT_FOUND
    }

    "let those wait who want the connector to run meanwhile" in {
      val probe = stopped("changed-raced")
      val started = probe.count(Point.TASK_START)
      probe.block(Point.ALTER_OFFSETS)
      val altered = worker.door.changeOffsets("changed-raced", at(4), Worker.Caller).toCompletableFuture
      eventually(probe.blocked shouldBe 1)

      val resumed = worker.door.retarget("changed-raced", TargetState.STARTED, Worker.Caller).toCompletableFuture
      val configured =
        worker.door
          .configure("changed-raced", config("changed-raced", "colour" -> "blue"), Worker.Caller)
          .toCompletableFuture
      running("raced-barrier", tasks = 1)
      Seq(altered, resumed, configured).map(_.isDone) shouldBe Seq(false, false, false)
      view("changed-raced").state.target shouldBe TargetState.STOPPED
      probe.count(Point.TASK_START) shouldBe started

      probe.open(Point.ALTER_OFFSETS)
      Worker.await(altered) shouldBe true
      Worker.await(resumed)
      Worker.await(configured)
      eventually(taskStates("changed-raced") shouldBe Seq(RunState.RUNNING))
      probe.lastStartedFrom should be >= 4L
      view("changed-raced").state.config.get("colour") shouldBe "blue"
    }

    "change nothing any more when the plugin answers too late, and hold nobody up then" in {
      val probe = stopped("changed-late")
      val before = offsets("changed-late")
      probe.block(Point.ALTER_OFFSETS)

      val refused = refusal(worker.door.changeOffsets("changed-late", at(1), Worker.Caller))
      (refused.reason, refused.text) should matchPattern {
        case (Reason.FAILED, text: String) if text.contains("timed out") =>
      }
      probe.letOthersPass(Point.ALTER_OFFSETS)
      Probe.releaseAll()
      eventually(probe.blocked shouldBe 0)
      change("late-barrier", at(1), before = stopped("late-barrier"))

      offsets("changed-late") shouldBe before
      alter("changed-late", at(2)) shouldBe true
    }

    "say what the plugin says of it, and write nothing when it refuses" in {
      stopped("changed-elsewhere", settings = "alter" -> "false")
      alter("changed-elsewhere", at(1)) shouldBe false
      offsets("changed-elsewhere") shouldBe Map(0 -> 1L)
      for (
        (answer, text) <- Seq(
          "refused" -> "not these",
          "unsupported" ->
            "Failed to modify offsets for connector unsupported because it doesn't support external modification of offsets",
          "fails" -> "Failed to modify offsets for source connector fails"
        )
      ) {
        stopped(answer, settings = "alter" -> answer)
        val before = offsets(answer)
        refusal(worker.door.changeOffsets(answer, at(1), Worker.Caller)) shouldBe new Refusal(Reason.FAILED, text)
        refusal(worker.door.changeOffsets(answer, OffsetsRequest.RESET, Worker.Caller)).text shouldBe text
        offsets(answer) shouldBe before
      }
    }

    "not give away what the plugin calls a password when it refuses" in {
      stopped("changed-closed", settings = "alter" -> "closed", door = "let-me-in")
      refusal(worker.door.changeOffsets("changed-closed", at(1), Worker.Caller)) shouldBe
        new Refusal(Reason.FAILED, "cannot open it with [hidden]")
    }

    "be refused when a value is no primitive" in {
      stopped("changed-nested")
      val nested = new OffsetsRequest.Change("""{"number":{"a":1}}""", """{"position":1}""")
      refusal(worker.door.changeOffsets("changed-nested", request(nested), Worker.Caller)).text shouldBe
        "Offsets may only contain primitive types as values, but field number contains MAP"
    }
  }

  /** Was running, and has committed something. */
  private def stopped(
      name: String,
      tasks: Int = 1,
      settings: (String, String) = "a" -> "b",
      door: String = ""
  ): Probe = {
    val probe = create(name, "tasks" -> tasks.toString, settings, "door" -> door)
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
