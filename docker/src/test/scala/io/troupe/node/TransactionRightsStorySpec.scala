package io.troupe.node

import io.troupe.node.stage.{Stage, StageSource}
import java.nio.channels.FileChannel
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path, StandardOpenOption}
import java.util.{Map => JMap}
import org.apache.kafka.clients.admin.Admin
import org.apache.kafka.common.acl.AclOperation
import org.apache.kafka.common.resource.ResourceType
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.source.{SourceRecord, SourceTaskContext}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Exactly-once sources at a broker that asks what its clients may do, and with a journal that has forgotten something.
  */
class TransactionRightsStorySpec extends Story with BeforeAndAfterAll {

  private val offsetsTopic = "story-offsets"
  private lazy val home = folder("transaction-rights")
  private lazy val broker = DevBroker.start(
    DevBrokerSettings.in(home.resolve("broker")).`with`(Rights.broker(Seq("connector")).asJava)
  )
  private lazy val client = Map("bootstrap.servers" -> broker.bootstrapServers()) ++ Rights.of("admin")
  private lazy val admin = Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)
  private var troupe: Option[Troupe] = None

  override protected def afterAll(): Unit = {
    troupe.foreach(_.stop())
    admin.close()
    broker.close()
  }

  private def rest: Rest = new Rest(troupe.get.restUrl())

  private def start(): Unit = {
    val own = Map(
      "exactly.once.source.support" -> "enabled",
      "offset.storage.topic" -> offsetsTopic,
      "offset.storage.partitions" -> "5",
      "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
    )
    troupe = Some(
      Troupe.start((workerProperties(broker.bootstrapServers(), home) ++ Rights.of("admin") ++ own).asJava)
    )
  }

  private def stop(): Unit = {
    troupe.foreach(_.stop())
    troupe = None
    journal.foreach(file => eventually(released(file)))
  }

  /** Its database has closed the file. */
  private def released(file: Path): Unit =
    Using.resource(FileChannel.open(file, StandardOpenOption.WRITE))(_.tryLock().close())

  private def grant(kind: ResourceType, name: String, operations: AclOperation*): Unit =
    Rights.grant(admin, "connector", kind, name, operations: _*)

  private def committed(topic: String): Seq[String] =
    Using
      .resource(new TopicReader(topic, client + ("isolation.level" -> "read_committed")))(_.records)
      .map(it => new String(it.value(), UTF_8))

  /** A source of numbers from where it was to as far as it may, one a transaction. */
  private final class Numbers(name: String) {
    @volatile var until: Int = 0
    @volatile private var next = 0L
    private val key = JMap.of("from", name)
    val stage: Stage = Stage.open(
      name,
      (call, argument) =>
        call match {
          case "start" =>
            val known = argument.asInstanceOf[SourceTaskContext].offsetStorageReader().offset(key)
            next = Option(known).map(_.get("number").asInstanceOf[Long] + 1).getOrElse(0L)
            null
          case "poll" if next < until =>
            val number = next
            next += 1
            val offset = JMap.of("number", Long.box(number))
            java.util.List.of(new SourceRecord(key, offset, name, Schema.STRING_SCHEMA, number.toString))
          case _ => null
        }
    )

    def create(more: (String, String)*): Unit = {
      val settings = Seq("connector.class" -> classOf[StageSource].getName, Stage.SETTING -> name) ++ more
      rest.create(name, settings: _*).status shouldBe 201
    }
    def state: String = rest.states(name)
    def trace: String = rest.get(s"/connectors/$name/status").body.path("tasks").path(0).path("trace").asText()
    def written(upTo: Int): Unit = {
      until = upTo
      eventually(committed(name) shouldBe (0 until upTo).map(_.toString))
    }
  }

  "An exactly-once source whose client may not do all it takes" should {

    "say what is missing, and run with the rights that are documented" in {
      start()
      val it = new Numbers("rights")
      it.until = 2
      grant(ResourceType.TOPIC, "rights", AclOperation.CREATE, AclOperation.WRITE)
      it.create(Rights.overrides("connector", "producer", "consumer", "admin"): _*)

      def missing(right: String): Unit = {
        eventually {
          it.state shouldBe "RUNNING: FAILED"
          it.trace should include(right)
        }
      }
      def restart(): Unit = { rest.post("/connectors/rights/tasks/0/restart").status shouldBe 204; () }

      missing("the rights DESCRIBE and WRITE on the transactional id story-rights-0 for their producer client")
      grant(ResourceType.TRANSACTIONAL_ID, "story-rights-0", AclOperation.DESCRIBE, AclOperation.WRITE)
      restart()
      missing(s"the right DESCRIBE on topic $offsetsTopic for their admin client")
      grant(ResourceType.TOPIC, offsetsTopic, AclOperation.DESCRIBE)
      restart()
      missing(s"the right CREATE on topic $offsetsTopic for their admin client")
      grant(ResourceType.TOPIC, offsetsTopic, AclOperation.CREATE)
      restart()
      missing(s"the right WRITE on topic $offsetsTopic for their producer client")
      grant(ResourceType.TOPIC, offsetsTopic, AclOperation.WRITE)
      restart()
      missing(s"the right READ on topic $offsetsTopic for their consumer client")
      grant(ResourceType.TOPIC, offsetsTopic, AclOperation.READ)
      restart()
      it.written(2)
      it.state shouldBe "RUNNING: RUNNING"
    }
  }

  private def journal: Seq[Path] =
    Using.resource(Files.list(home))(_.iterator().asScala.filter(_.getFileName.toString.startsWith("journal")).toSeq)

  "An exactly-once source whose journal is older than Kafka" should {

    "stop and say so, and go on when somebody has changed its offsets" in {
      if (troupe.isEmpty) start()
      val it = new Numbers("older")
      it.create()
      it.written(2)
      stop()
      val backup = Files.createDirectories(home.resolve("backup"))
      journal.foreach(file => Files.copy(file, backup.resolve(file.getFileName)))

      start()
      it.written(4)
      stop()
      journal.foreach(Files.delete)
      Using.resource(Files.list(backup))(_.iterator().asScala.toSeq).foreach { file =>
        Files.copy(file, home.resolve(file.getFileName))
      }

      it.until = 6
      start()
      eventually(withClue(committed("older"))(it.state shouldBe "RUNNING: FAILED"))
      it.trace should include("The journal is older than Kafka, as after a restored backup")
      it.trace should include("PATCH /connectors/older/offsets")
      committed("older") shouldBe Seq("0", "1", "2", "3")

      rest.put("/connectors/older/stop").status shouldBe 204
      eventually(it.state shouldBe "STOPPED: ")
      val offsets = """{"offsets":[{"partition":{"from":"older"},"offset":{"number":3}}]}"""
      eventually {
        val changed = rest.patch("/connectors/older/offsets", offsets)
        withClue(changed.text)(changed.status shouldBe 200)
      }
      rest.put("/connectors/older/resume").status shouldBe 202
      it.written(6)
      it.state shouldBe "RUNNING: RUNNING"
    }
  }
}
