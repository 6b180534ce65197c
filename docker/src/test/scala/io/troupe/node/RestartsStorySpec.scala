package io.troupe.node

import io.troupe.node.stage.Stage
import java.nio.file.Path
import java.util.concurrent.atomic.AtomicInteger
import org.apache.kafka.common.config.ConfigException
import scala.jdk.CollectionConverters._

/** What fails is restarted, unless only a user can help. Nothing is set for that: it is how a worker begins. */
class RestartsStorySpec extends StagedStory("restarts") {

  override def workerProperties(broker: String, in: Path): Map[String, String] =
    super.workerProperties(broker, in).filterNot(_._1.startsWith("troupe.restart."))

  private val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  private val quick = "troupe.restart.min.ms" -> "100"

  private def restarts(name: String) = rest.get(s"/troupe/connectors/$name/restarts").body

  private def task(restarts: com.fasterxml.jackson.databind.JsonNode) = restarts.path("tasks").path(0)

  /** The call fails so often, and is fine from then on. */
  private def failing(name: String, call: String, times: Int)(failure: => Throwable): Unit = {
    val calls = new AtomicInteger()
    Stage.open(
      name,
      script { case `call` =>
        _ =>
          val number = calls.incrementAndGet()
          if (number <= times) throw failure
          if (call == "poll" && number == times + 1) List(record(name, number, "x")).asJava else null
      }
    )
  }

  "A task that fails" should {

    "be FAILED with its trace, and run again after a second" in {
      failing("once", "poll", 1)(new IllegalStateException("out of paper"))
      source("once", text)

      eventually(state("once") shouldBe "RUNNING: FAILED")
      trace("once") should include("out of paper")
      task(restarts("once")).path("attempts").asInt() shouldBe 1
      eventually(state("once") shouldBe "RUNNING: RUNNING")

      eventually(values("once") shouldBe Seq("x"))
      task(restarts("once")).path("next_attempt").isNull shouldBe true
      task(restarts("once")).path("attempts").asInt() shouldBe 1
    }

    "not take others with it, whatever it throws" in {
      failing("bystander", "nothing", 0)(new IllegalStateException)
      source("bystander", text)
      eventually(state("bystander") shouldBe "RUNNING: RUNNING")
      failing("memory", "poll", 3)(new OutOfMemoryError("Java heap space"))
      failing("stack", "poll", 3)(new StackOverflowError("too deep"))

      source("memory", text, quick)
      source("stack", text, quick)

      Seq("memory", "stack").foreach { name =>
        eventually(values(name) shouldBe Seq("x"))
        eventually(state(name) shouldBe "RUNNING: RUNNING")
        task(restarts(name)).path("attempts").asInt() shouldBe 3
      }
      state("bystander") shouldBe "RUNNING: RUNNING"
      task(restarts("bystander")).path("attempts").asInt() shouldBe 0
    }

    "stay so when its settings are wrong" in {
      failing("wrong", "start", 1)(new ConfigException("file", "", "is not there"))
      failing("wrong-barrier", "start", 1)(new IllegalStateException("not yet"))
      source("wrong", text, quick)
      eventually(state("wrong") shouldBe "RUNNING: FAILED")
      source("wrong-barrier", text)
      eventually(state("wrong-barrier") shouldBe "RUNNING: RUNNING")

      state("wrong") shouldBe "RUNNING: FAILED"
      task(restarts("wrong")).path("next_attempt").isNull shouldBe true
      rest.post("/connectors/wrong/tasks/0/restart").status shouldBe 204
      eventually(state("wrong") shouldBe "RUNNING: RUNNING")
    }

    "stay so when its connector wants it so" in {
      failing("strict", "start", 1)(new IllegalStateException("not yet"))
      failing("strict-barrier", "start", 1)(new IllegalStateException("not yet"))
      source("strict", text, "troupe.restart.policy" -> "none")
      eventually(state("strict") shouldBe "RUNNING: FAILED")
      source("strict-barrier", text)
      eventually(state("strict-barrier") shouldBe "RUNNING: RUNNING")

      state("strict") shouldBe "RUNNING: FAILED"
      restarts("strict").path("policy").path("policy").asText() shouldBe "none"
      rest.config("strict")("troupe.restart.policy") shouldBe "none"
    }
  }

  "A connector that does not start" should {

    "be started again" in {
      failing("host", "connector.start", 2)(new IllegalStateException("no such host"))
      source("host", text, quick)

      eventually(state("host") shouldBe "RUNNING: RUNNING")
      restarts("host").path("connector").path("attempts").asInt() shouldBe 2
    }
  }

  "A setting that is no value" should {

    "be refused by name" in {
      failing("refused", "nothing", 0)(new IllegalStateException)
      val refused = rest.create(
        "refused",
        "connector.class" -> classOf[io.troupe.node.stage.StageSource].getName,
        Stage.SETTING -> "refused",
        "troupe.restart.min.ms" -> "0"
      )

      refused.status shouldBe 400
      refused.text should include("troupe.restart.min.ms")
    }
  }

  "A connector that does not exist" should {

    "have no restarts and no stalls" in {
      rest.get("/troupe/connectors/nobody/restarts").status shouldBe 404
      rest.get("/troupe/connectors/nobody/stalls").status shouldBe 404
    }
  }
}
