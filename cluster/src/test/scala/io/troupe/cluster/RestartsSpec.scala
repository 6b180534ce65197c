package io.troupe.cluster

import java.time.Instant

import scala.jdk.CollectionConverters._

import io.troupe.cluster.connector.Answer
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}
import org.apache.kafka.common.config.ConfigException

class RestartsSpec extends WorkerSpec {

  private val journal = new Journal(Worker.newJournal())
  private var present: Option[Worker] = None

  override protected def worker: Worker = present.getOrElse {
    present = Some(new Worker(journal.url))
    worker
  }

  private def backoff(min: Int, more: (String, String)*): Seq[(String, String)] =
    Seq("troupe.restart.policy" -> "backoff", "troupe.restart.min.ms" -> min.toString) ++ more

  private def facts(connector: String, kind: String): Seq[String] =
    journal.facts(s"spec/connector/$connector@").filter(_.contains(s""""type":"$kind""""))

  private def examined(name: String): Answer.Supervised = Worker.await(worker.door.examine(name))

  private def task(name: String): Answer.Restarts = examined(name).tasks.get(0)

  /** Its task has failed in a poll, and would go on if it were restarted. */
  private def failed(name: String, settings: (String, String)*): Probe = {
    val probe = create(name, settings: _*)
    eventually(taskStates(name) shouldBe Seq(RunState.RUNNING))
    probe.fail(Point.TASK_POLL, "out of paper")
    eventually(taskStates(name) shouldBe Seq(RunState.FAILED))
    probe.heal(Point.TASK_POLL)
    probe
  }

  /** By then everybody else with a shorter time would have been restarted, too. */
  private def awaitRestartOf(name: String, min: Int): Unit = {
    failed(name, backoff(min): _*)
    eventually(taskStates(name) shouldBe Seq(RunState.RUNNING))
  }

  "A task that failed" should {

    "be restarted until it runs, with its trace shown meanwhile" in {
      val probe = create("again", backoff(50): _*)
      eventually(taskStates("again") shouldBe Seq(RunState.RUNNING))
      probe.fail(Point.TASK_POLL, "out of paper")

      eventually(task("again").attempts should be > 2)
      eventually(taskStatuses("again").flatten.head.trace should include("out of paper"))
      probe.heal(Point.TASK_POLL)

      eventually(taskStates("again") shouldBe Seq(RunState.RUNNING))
      eventually(task("again").next shouldBe null)
      task("again").attempts should be > 2
      probe.count(Point.CONNECTOR_START) shouldBe 1
      facts("again", "restart-asked").foreach(_ should include("\"connector\":false"))
    }

    "wait twice as long each time" in {
      Probe.of("doubling").fail(Point.TASK_START, "out of paper")
      create("doubling", backoff(20): _*)

      eventually(facts("doubling", "retry-planned").size should be >= 4)

      val delays = facts("doubling", "retry-planned").take(4).map { fact =>
        def time(field: String) = Instant.parse(s""""$field":"([^"]+)"""".r.findFirstMatchIn(fact).get.group(1))
        java.time.Duration.between(time("at"), time("due")).toMillis
      }
      delays shouldBe Seq(20, 40, 80, 160)
      Probe.of("doubling").heal(Point.TASK_START)
    }

    "begin to count anew after good health" in {
      val probe = failed("healthy", backoff(20, "troupe.restart.reset.ms" -> "50"): _*)
      eventually(taskStates("healthy") shouldBe Seq(RunState.RUNNING))
      eventually(task("healthy").attempts shouldBe 0)

      probe.fail(Point.TASK_POLL, "out of paper")
      eventually(facts("healthy", "retry-planned").size should be >= 2)
      probe.heal(Point.TASK_POLL)

      facts("healthy", "retry-planned").take(2).foreach(_ should include("\"attempt\":1,"))
    }

    "stay so when only somebody else can help" in {
      val probe = create("misconfigured", backoff(20): _*)
      eventually(taskStates("misconfigured") shouldBe Seq(RunState.RUNNING))
      probe.fail(Point.TASK_POLL, new ConfigException("file", "", "is gone"))
      eventually(taskStates("misconfigured") shouldBe Seq(RunState.FAILED))
      probe.heal(Point.TASK_POLL)

      awaitRestartOf("misconfigured-barrier", min = 200)

      taskStates("misconfigured") shouldBe Seq(RunState.FAILED)
      task("misconfigured") shouldBe new Answer.Restarts(RunState.FAILED, 0, null)
    }

    "stay so without back-off" in {
      failed("strict")

      awaitRestartOf("strict-barrier", min = 200)

      taskStates("strict") shouldBe Seq(RunState.FAILED)
    }
  }

  "A restart that is planned" should {

    "be cancelled by a pause, and planned anew by the end of it" in {
      val probe = failed("paused", backoff(400): _*)
      task("paused").next should not be null
      retarget("paused", TargetState.PAUSED)

      awaitRestartOf("paused-barrier", min = 600)

      taskStates("paused") shouldBe Seq(RunState.FAILED)
      task("paused") shouldBe new Answer.Restarts(RunState.FAILED, 0, null)
      probe.count(Point.TASK_START) shouldBe 1

      retarget("paused", TargetState.STARTED)
      eventually(taskStates("paused") shouldBe Seq(RunState.RUNNING))
      probe.count(Point.TASK_START) shouldBe 2
    }

    "be cancelled by a user's restart, which does not wait" in {
      val probe = failed("impatient", backoff(400): _*)

      Worker.await(worker.door.restartTask("impatient", 0, Worker.Caller))
      eventually(taskStates("impatient") shouldBe Seq(RunState.RUNNING))
      awaitRestartOf("impatient-barrier", min = 600)

      probe.count(Point.TASK_START) shouldBe 2
      task("impatient") shouldBe new Answer.Restarts(RunState.RUNNING, 0, null)
    }

    "be cancelled by another configuration" in {
      val probe = failed("changed", backoff(400): _*)

      configure("changed", backoff(400, "colour" -> "blue"): _*)
      eventually(taskStates("changed") shouldBe Seq(RunState.RUNNING))
      awaitRestartOf("changed-barrier", min = 600)

      probe.count(Point.TASK_START) shouldBe 2
    }

    "be forgotten with its connector" in {
      val probe = failed("deleted", backoff(400): _*)

      Worker.await(worker.door.delete("deleted", Worker.Caller))
      awaitRestartOf("deleted-barrier", min = 600)

      probe.count(Point.TASK_START) shouldBe 1
      refusal(worker.door.examine("deleted")).reason shouldBe Refusal.Reason.NOT_FOUND
    }

    "be forgotten when the connector is stopped" in {
      val probe = failed("stopped", backoff(400): _*)

      retarget("stopped", TargetState.STOPPED)
      awaitRestartOf("stopped-barrier", min = 600)

      probe.count(Point.TASK_START) shouldBe 1
      state("stopped") shouldBe RunState.STOPPED
    }
  }

  "A connector that failed" should {

    "be restarted until it runs" in {
      val probe = Probe.of("faltering")
      probe.fail(Point.CONNECTOR_START, "no such host")
      create("faltering", backoff(20): _*)
      eventually(examined("faltering").connector.attempts should be > 2)

      probe.heal(Point.CONNECTOR_START)

      eventually(state("faltering") shouldBe RunState.RUNNING)
      eventually(taskStates("faltering") shouldBe Seq(RunState.RUNNING))
      eventually(examined("faltering").connector.next shouldBe null)
    }
  }

  "A back-off" should {

    "go on where the connector lives next" in {
      val connector = Probe.of("moving-connector")
      connector.fail(Point.CONNECTOR_START, "no such host")
      create("moving-connector", backoff(7000): _*)
      eventually(state("moving-connector") shouldBe RunState.FAILED)
      connector.heal(Point.CONNECTOR_START)
      val probe = failed("moving-task", backoff(7000): _*)
      val due = Seq(examined("moving-connector").connector.next, task("moving-task").next)

      worker.leave()
      present = None

      Seq(examined("moving-connector").connector.next, task("moving-task").next) shouldBe due
      (connector.count(Point.CONNECTOR_START), probe.count(Point.TASK_START)) shouldBe ((1, 1))
      state("moving-connector") shouldBe RunState.FAILED
      taskStates("moving-task") shouldBe Seq(RunState.FAILED)

      eventually(connector.count(Point.CONNECTOR_START) shouldBe 2)
      eventually(probe.count(Point.TASK_START) shouldBe 2)
      due.foreach(_ should be <= Instant.now())
      eventually(taskStates("moving-task") shouldBe Seq(RunState.RUNNING))
      task("moving-task").attempts shouldBe 1
      examined("moving-task").tasks.asScala should have size 1
    }
  }
}
