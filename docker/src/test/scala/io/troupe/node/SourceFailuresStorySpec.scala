package io.troupe.node

import io.troupe.node.stage.{Stage, StageConverter, StageTransformation}
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.{List => JList, Map => JMap}
import org.apache.kafka.clients.admin.NewTopic
import org.apache.kafka.common.acl.{AccessControlEntry, AclBinding, AclOperation, AclPermissionType}
import org.apache.kafka.common.resource.{PatternType, ResourcePattern, ResourceType}
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.source.{SourceRecord, SourceTaskContext}
import scala.jdk.CollectionConverters._

/** However a source fails, what Kafka acknowledged is not written again, and what only says that it runs is told. */
class SourceFailuresStorySpec extends StagedStory("source-failures") {

  private val Enough = 400
  private val Huge = "h" * 5000
  private val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  private val once = "troupe.restart.policy" -> "none"

  override protected def brokerSettings: Map[String, String] = Map(
    "authorizer.class.name" -> "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "allow.everyone.if.no.acl.found" -> "true"
  )

  override protected def workerSettings: Map[String, String] = Map(
    "connector.client.config.override.policy" -> "All",
    "troupe.worker.degraded-after" -> "3 s",
    "troupe.cluster.reconcile-interval" -> "500 ms"
  )

  private var brokerAgain: Option[DevBroker] = None

  override protected def afterAll(): Unit =
    try super.afterAll()
    finally brokerAgain.foreach(_.close())

  /** Goes on from where it was: so many numbers at once, then whatever comes last. */
  private def counting(name: String, count: Int = Enough)(last: => JList[SourceRecord]): Stage = {
    @volatile var from = 0
    Stage.open(
      name,
      script {
        case "start" =>
          it =>
            val known =
              it.asInstanceOf[SourceTaskContext].offsetStorageReader.offset(JMap.of[String, String]("from", "stage"))
            from = Option(known).fold(0)(_.get("number").asInstanceOf[Long].toInt)
        case "poll" =>
          _ =>
            val numbers = (from + 1 to count).map(number => record(name, number, number.toString))
            from = count
            (numbers ++ last.asScala).asJava
      }
    )
  }

  private def huge(name: String, number: Int): JList[SourceRecord] = JList.of(record(name, number, Huge))

  private def recorded(name: String): Option[Long] =
    rest
      .get(s"/connectors/$name/offsets")
      .body
      .path("offsets")
      .elements
      .asScala
      .toSeq
      .headOption
      .map(_.path("offset").path("number").asLong)

  private def degraded(name: String): Seq[String] =
    rest
      .get(s"/troupe/connectors/$name/degraded")
      .body
      .path("tasks")
      .elements
      .asScala
      .toSeq
      .map(_.path("kind").asText)

  private def failsWithAll(name: String, count: Int = Enough): Unit = {
    eventually(state(name) shouldBe "RUNNING: FAILED")
    recorded(name) shouldBe Some(count)
    eventually(values(name) shouldBe (1 to count).map(_.toString))
  }

  private val small = "producer.override.max.request.size" -> "2000"

  "A source that fails has recorded what Kafka acknowledged" when {

    "its producer refuses a record" in {
      counting("client")(huge("client", Enough + 1))
      source("client", text, once, small)
      failsWithAll("client")
    }

    "its producer refuses the record after the first one" in {
      counting("second", count = 1)(huge("second", 2))
      source("second", text, once, small)
      failsWithAll("second", count = 1)
    }

    "the broker refuses a record" in {
      val topic = new NewTopic("broker", 1, 1.toShort).configs(JMap.of("max.message.bytes", "2000"))
      admin.createTopics(JList.of(topic)).all().get(30, TimeUnit.SECONDS)
      counting("broker")(huge("broker", Enough + 1))
      source("broker", text, once)
      failsWithAll("broker")
    }

    "a record cannot be converted" in {
      counting("converter")(JList.of(record("converter", Enough + 1, "x")))
      val conversion = Stage.open(
        "conversion",
        script { case "fromConnectData" => value => if (value == "x") throw new IllegalStateException("no x") }
      )
      source(
        "converter",
        once,
        "value.converter" -> classOf[StageConverter].getName,
        s"value.converter.${Stage.SETTING}" -> "conversion"
      )
      failsWithAll("converter")
      conversion.count("fromConnectData") shouldBe Enough + 1
    }

    "a record cannot be transformed" in {
      counting("transformer")(JList.of(record("transformer", Enough + 1, "x")))
      Stage.open(
        "transformation",
        script { case "transform" => value => if (value == "x") throw new IllegalStateException("no x") }
      )
      source(
        "transformer",
        text,
        once,
        "transforms" -> "it",
        "transforms.it.type" -> classOf[StageTransformation[_]].getName,
        s"transforms.it.${Stage.SETTING}" -> "transformation"
      )
      failsWithAll("transformer")
    }

    "its poll fails" in {
      val polls = new AtomicInteger
      counting("poller") {
        if (polls.incrementAndGet() > 1) throw new IllegalStateException("out of paper")
        JList.of()
      }
      source("poller", text, once)
      failsWithAll("poller")
    }
  }

  "A source that fails again and again" should {
    "repeat nothing that Kafka has" in {
      val stage = counting("again")(huge("again", Enough + 1))
      source("again", text, small, "troupe.restart.policy" -> "backoff", "troupe.restart.min.ms" -> "50")
      eventually(stage.count("start") should be > 3L)
      values("again") shouldBe (1 to Enough).map(_.toString)
    }
  }

  "A source whose plugin throws errors when it is told of records" should {
    "go on, and its commits, too" in {
      val number = new AtomicInteger
      val stage = Stage.open(
        "errors",
        script {
          case "poll" =>
            _ =>
              Stage.rest()
              val next = number.incrementAndGet()
              JList.of(record("errors", next, next.toString))
          case "commitRecord" => _ => throw new NoClassDefFoundError("com/example/Audit")
          case "commit" => _ => throw new StackOverflowError
        }
      )
      source("errors", text)
      eventually(recorded("errors").getOrElse(0L) should be > 20L)
      stage.count("commit") should be > 0L
      state("errors") shouldBe "RUNNING: RUNNING"
      rest.delete("/connectors/errors").status shouldBe 204
    }
  }

  "A record without an offset" should {
    "forget that of its partition" in {
      val stage = counting("forgetful", count = 3)(JList.of())
      source("forgetful", text)
      eventually(recorded("forgetful") shouldBe Some(3))
      stage.play(script { case "poll" =>
        _ => JList.of(new SourceRecord(JMap.of("from", "stage"), null, "forgetful", Schema.STRING_SCHEMA, "x"))
      })
      eventually(recorded("forgetful") shouldBe None)
      rest.delete("/connectors/forgetful").status shouldBe 204
    }
  }

  "A source that may not write to its topic" should {
    "fail, and not be restarted" in {
      admin.createTopics(JList.of(new NewTopic("secret", 1, 1.toShort))).all().get(30, TimeUnit.SECONDS)
      val nobody = new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY)
      val pattern = new ResourcePattern(ResourceType.TOPIC, "secret", PatternType.LITERAL)
      admin.createAcls(JList.of(new AclBinding(pattern, nobody))).all().get(30, TimeUnit.SECONDS)
      counting("secret")(JList.of())
      source("secret", text)
      eventually(state("secret") shouldBe "RUNNING: FAILED")
      trace("secret") should include("TopicAuthorizationException")
      recorded("secret") shouldBe None
      val task = rest.get("/troupe/connectors/secret/restarts").body.path("tasks").path(0)
      task.path("next_attempt").isNull shouldBe true
    }
  }

  "A source whose broker is gone" should {
    "be told as degraded until it is back, with nothing lost" in {
      val number = new AtomicInteger
      Stage.open(
        "alone",
        script { case "poll" =>
          _ =>
            Stage.rest()
            val next = number.incrementAndGet()
            JList.of(record("alone", next, next.toString))
        }
      )
      source("alone", text)
      eventually(recorded("alone").getOrElse(0L) should be > 0L)
      degraded("alone") shouldBe empty
      val port = broker.bootstrapServers().split(':').last.toInt
      broker.close()

      eventually(degraded("alone") should contain("unacknowledged"))
      state("alone") shouldBe "RUNNING: RUNNING"
      eventually(figure("task-health-metrics", "degraded", "alone") shouldBe Some(1.0))
      log.lines.count(_.text.startsWith("Task alone-0 runs, but is degraded (unacknowledged)")) shouldBe 1

      val settings = DevBrokerSettings.in(home.resolve("broker")).`with`(brokerSettings.asJava).withPort(port)
      brokerAgain = Some(DevBroker.start(settings))
      eventually(degraded("alone") shouldBe empty)
      eventually(log.lines.count(_.text == "Task alone-0 is not degraded any more (unacknowledged)") shouldBe 1)
      rest.put("/connectors/alone/stop").status shouldBe 204
      eventually(recorded("alone").get shouldBe values("alone").size.toLong)
      values("alone") shouldBe (1 to values("alone").size).map(_.toString)
    }
  }
}
