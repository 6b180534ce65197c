package io.troupe.cluster

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import io.troupe.cluster.Refusal.Reason
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}

/** Settings that the runtime itself reads may be references, and what stands for nothing is said by its name. */
class ReferencesSpec extends WorkerSpec {

  private val file: Path = Files.createTempFile("references", ".properties")

  private lazy val own = new Worker(
    Worker.newJournal(),
    Map(
      "config.providers" -> "nobody,file",
      "config.providers.file.class" -> "org.apache.kafka.common.config.provider.FileConfigProvider"
    )
  )

  override protected def worker: Worker = own

  override def afterAll(): Unit = {
    super.afterAll()
    Files.deleteIfExists(file)
  }

  private def reference(key: String): String = "$" + s"{file:$file:$key}"

  private def write(values: (String, String)*): Unit =
    Files.writeString(file, values.map { case (key, value) => s"$key=$value\n" }.mkString)

  "A reference" should {

    "say how many tasks a connector may have" in {
      write("two" -> "2")

      create("two-of-two", "tasks" -> "2", "tasks.max" -> reference("two"))
      eventually(taskStates("two-of-two") shouldBe Seq(RunState.RUNNING, RunState.RUNNING))
      create("three-of-two", "tasks" -> "3", "tasks.max" -> reference("two"))
      eventually(state("three-of-two") shouldBe RunState.FAILED)
      status("three-of-two").trace should include("tasks")
    }

    "say whether and when what has failed is restarted" in {
      write("policy" -> "backoff", "min" -> "20", "no" -> "none")
      for ((name, policy) <- Seq("by-reference" -> reference("policy"), "not-by-reference" -> reference("no"))) {
        val probe =
          create(name, "troupe.restart.policy" -> policy, "troupe.restart.min.ms" -> reference("min"))
        eventually(taskStates(name) shouldBe Seq(RunState.RUNNING))
        probe.fail(Point.TASK_POLL, "out of paper")
        eventually(taskStates(name) shouldBe Seq(RunState.FAILED))
      }

      eventually(Worker.await(worker.door.examine("by-reference")).tasks.get(0).attempts should be > 2)
      val settings = Worker.await(worker.door.examine("by-reference")).settings
      (settings.enabled, settings.min.toMillis) shouldBe ((true, 20L))
      val none = Worker.await(worker.door.examine("not-by-reference"))
      (none.settings.enabled, none.settings.min.toMillis) shouldBe ((false, 20L))
      none.tasks.get(0).attempts shouldBe 0
      view("by-reference").state.config.get("troupe.restart.policy") shouldBe reference("policy")
    }
  }

  "A reference that stands for nothing" should {

    "be refused by its name, and nothing be kept" in {
      write("there" -> "1")
      running("referring", tasks = 1)
      val before = view("referring").state.config
      val missing = reference("not-there")
      val nowhere = "$" + s"{file:$file-nowhere:x}"

      for (
        (reference, words) <- Seq(
          missing -> s"The config provider file has no value for $missing",
          nowhere -> s"The config provider file failed for $nowhere"
        )
      ) {
        val settings = config("referring", "colour" -> reference)
        val asked = Seq(
          () =>
            worker.door.create(
              "referring-too",
              config("referring-too", "colour" -> reference),
              TargetState.STARTED,
              Worker.Caller
            ),
          () => worker.door.configure("referring", settings, Worker.Caller),
          () => worker.door.patch("referring", Map("colour" -> reference).asJava, Worker.Caller)
        )
        for (ask <- asked) {
          val refused = refusal(ask())
          refused.reason shouldBe Reason.UNRESOLVED
          refused.text should startWith(words)
        }
      }
      find("referring-too") shouldBe None
      view("referring").state.config shouldBe before
    }
  }

  "The same configuration once more" should {

    "start a connector that has failed" in {
      write("colour" -> "blue")
      val probe = create("once-more", "colour" -> reference("colour"))
      eventually(taskStates("once-more") shouldBe Seq(RunState.RUNNING))
      Files.delete(file)
      refusal(worker.door.restart("once-more", false, false, Worker.Caller)).text should include("once-more")
      eventually(state("once-more") shouldBe RunState.FAILED)
      write("colour" -> "red")
      val begun = probe.count(Point.CONNECTOR_START)

      configure("once-more", "colour" -> reference("colour"))

      eventually(state("once-more") shouldBe RunState.RUNNING)
      probe.count(Point.CONNECTOR_START) shouldBe begun + 1
      probe.count(Point.TASK_START) shouldBe 1
    }

    "start tasks that have failed, and leave alone what runs" in {
      val probe = running("once-more-tasks", tasks = 2)
      probe.fail(Point.TASK_POLL, "out of paper")
      eventually(taskStates("once-more-tasks") shouldBe Seq(RunState.FAILED, RunState.FAILED))
      probe.heal(Point.TASK_POLL)
      Worker.await(worker.door.restartTask("once-more-tasks", 1, Worker.Caller))
      eventually(taskStates("once-more-tasks") shouldBe Seq(RunState.FAILED, RunState.RUNNING))

      configure("once-more-tasks", "tasks" -> "2")
      eventually(taskStates("once-more-tasks") shouldBe Seq(RunState.RUNNING, RunState.RUNNING))
      configure("once-more-tasks", "tasks" -> "2")

      running("once-more-barrier", tasks = 1)
      probe.count(Point.TASK_START) shouldBe 4
      probe.count(Point.CONNECTOR_START) shouldBe 1
    }

    "leave a connector paused that has failed while it was" in {
      val probe = running("once-more-paused", tasks = 1)
      probe.fail(Point.TASK_POLL, "out of paper")
      eventually(taskStates("once-more-paused") shouldBe Seq(RunState.FAILED))
      probe.heal(Point.TASK_POLL)
      retarget("once-more-paused", TargetState.PAUSED)

      configure("once-more-paused", "tasks" -> "1")

      eventually(taskStates("once-more-paused") shouldBe Seq(RunState.PAUSED))
      view("once-more-paused").state.target shouldBe TargetState.PAUSED
    }
  }
}
