package io.troupe.node

import io.troupe.node.tick.{TickSink, TickSource}
import java.nio.charset.StandardCharsets
import java.nio.file.{Files, Path, StandardOpenOption}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** What is written in a file beside the worker goes into its settings and connectors, and nowhere else. */
class SecretsStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home: Path = folder("secrets")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val secrets = home.resolve("secrets.properties")
  private var troupe: Option[Troupe] = None

  private def reference(key: String): String = "$" + s"{file:$secrets:$key}"

  private def start(extra: (String, String)*): Rest = {
    val properties = workerProperties(broker.bootstrapServers(), home) ++ Map(
      "config.providers" -> "nobody,file", // a name without a class is none
      "config.providers.file.class" -> "FileConfigProvider",
      "value.converter" -> reference("converter"),
      // The name of a topic is a secret here; where it is tracked, it is kept as every other.
      "topic.tracking.enable" -> "false",
      "connector.client.config.override.policy" -> "Allowlist",
      "connector.client.config.override.allowlist" -> "linger.ms"
    ) ++ extra
    val started = Troupe.start(properties.asJava)
    troupe = Some(started)
    new Rest(started.restUrl())
  }

  private def journal: String =
    new String(Files.readAllBytes(home.resolve("journal.mv.db")), StandardCharsets.ISO_8859_1)

  override protected def afterAll(): Unit = {
    troupe.foreach(_.stop())
    broker.close()
  }

  "A worker" should {

    "resolve references, and show and keep them as they were written" in {
      Files.writeString(
        secrets,
        "topic=hush-hush-topic\nconverter=org.apache.kafka.connect.storage.StringConverter\nport=s3cret\n"
      )
      val input = Files.writeString(home.resolve("in.txt"), "one\ntwo\n")
      val output = home.resolve("out.txt")
      val rest = start()

      val created = rest.create(
        "load",
        "connector.class" -> "FileStreamSource",
        "file" -> input.toString,
        "topic" -> reference("topic"),
        "producer.override.linger.ms" -> "5"
      )
      created.status shouldBe 201
      created.text should not include "hush-hush-topic"
      rest
        .create(
          "dump",
          "connector.class" -> "FileStreamSink",
          "file" -> output.toString,
          "topics" -> reference("topic"),
          "value.converter" -> "org.apache.kafka.connect.converters.ByteArrayConverter",
          "consumer.override.linger.ms" -> "1",
          "transforms" -> "text",
          "transforms.text.type" -> "org.apache.kafka.connect.transforms.Cast$Value",
          "transforms.text.spec" -> "string",
          "transforms.text.plugin.version" -> "[4,)"
        )
        .status shouldBe 201

      eventually(rest.states("load") shouldBe "RUNNING: RUNNING")
      eventually(rest.states("dump") shouldBe "RUNNING: RUNNING")
      for (path <- Seq("load", "load/config", "load/tasks", "dump", "dump/tasks")) {
        val shown = rest.get(s"/connectors/$path").text
        shown should include(s":topic}")
        shown should not include "hush-hush-topic"
      }
      eventually(Files.readAllLines(output) should have size 2)
    }

    "run connectors of which every setting is a reference" in {
      val rest = new Rest(troupe.get.restUrl())
      def referring(name: String, settings: (String, String)*): Unit = {
        val written = settings.map { case (key, value) => s"$name.$key=$value\n" }.mkString
        Files.writeString(secrets, written, StandardOpenOption.APPEND)
        val created = rest.create(name, settings.map { case (key, _) => key -> reference(s"$name.$key") }: _*)
        withClue(created.text)(created.status shouldBe 201)
      }
      val text = "org.apache.kafka.connect.storage.StringConverter"
      referring(
        "all-in",
        "connector.class" -> classOf[TickSource].getName,
        "tasks.max" -> "2",
        "tasks.max.enforce" -> "true",
        "tick.topic" -> "ticks",
        "key.converter" -> text,
        "value.converter" -> text,
        "topic.creation.default.partitions" -> "2",
        "topic.creation.default.replication.factor" -> "1",
        "transforms" -> "to,never",
        "transforms.to.type" -> "org.apache.kafka.connect.transforms.RegexRouter",
        "transforms.to.regex" -> "ticks",
        "transforms.to.replacement" -> "tocks",
        "transforms.never.type" -> "org.apache.kafka.connect.transforms.Filter",
        "transforms.never.predicate" -> "tombstone",
        "predicates" -> "tombstone",
        "predicates.tombstone.type" -> "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
        "producer.override.linger.ms" -> "1",
        "errors.tolerance" -> "all",
        "troupe.restart.policy" -> "none"
      )
      referring(
        "all-out",
        "connector.class" -> classOf[TickSink].getName,
        "tasks.max" -> "2",
        "topics" -> "tocks",
        "tick.folder" -> home.toString,
        "key.converter" -> text,
        "value.converter" -> text,
        "errors.tolerance" -> "all",
        "errors.deadletterqueue.topic.name" -> "rejected",
        "errors.deadletterqueue.topic.replication.factor" -> "1"
      )

      eventually(rest.states("all-in") shouldBe "RUNNING: RUNNING, RUNNING")
      eventually(rest.states("all-out") shouldBe "RUNNING: RUNNING, RUNNING")
      eventually(for (task <- 0 to 1) Files.readString(home.resolve(s"sink-$task.txt")) should include("tocks"))
      Seq("all-in", "all-out").foreach(name => rest.delete(s"/connectors/$name").status shouldBe 204)
    }

    "refuse a reference that stands for nothing, by its name" in {
      val rest = new Rest(troupe.get.restUrl())
      val refused = rest.create(
        "lost",
        "connector.class" -> "FileStreamSource",
        "topic" -> reference("tropic")
      )
      refused.status shouldBe 400
      refused.body.path("message").asText() should include(reference("tropic"))
      refused.text should not include "s3cret"

      val config = Map("connector.class" -> "FileStreamSource", "topic" -> reference("tropic"))
      val unchecked = rest.put("/connector-plugins/FileStreamSource/config/validate", Rest.json(config))
      unchecked.status shouldBe 400
      unchecked.body.path("message").asText() should include(reference("tropic"))
    }

    "not tell what an invalid setting's reference stands for" in {
      val rest = new Rest(troupe.get.restUrl())
      val refused =
        rest.create(
          "odd",
          "connector.class" -> "FileStreamSource",
          "topic" -> "t",
          "batch.size" -> reference("port")
        )
      refused.status shouldBe 400
      refused.body.path("message").asText() should include(
        "Invalid value for configuration 'batch.size': the value resolved from the config provider reference failed"
      )
      refused.text should not include "s3cret"
    }

    "refuse overrides that its policy does not allow, and versions it does not have" in {
      val rest = new Rest(troupe.get.restUrl())
      def message(config: (String, String)*): String = {
        val settings = Seq("connector.class" -> "FileStreamSource", "topic" -> "t") ++ config
        val refused = rest.create("refused", settings: _*)
        refused.status shouldBe 400
        refused.body.path("message").asText()
      }
      message("producer.override.acks" -> "1") should include(
        "The 'Allowlist' policy does not allow 'acks' to be overridden in the connector configuration."
      )
      message("connector.plugin.version" -> "0.0.7") should include(
        "contains the following 2 error(s):\nPlugin org.apache.kafka.connect.file.FileStreamSourceConnector not found" +
          " that matches the version range [0.0.7,0.0.7], available versions: [4.4.0"
      )
      message("connector.plugin.version" -> "[1,") shouldBe "Unbounded range: [1,"
    }

    "keep no secret in its journal" in {
      troupe.foreach(_.stop())
      troupe = None

      journal should include(":topic}")
      journal should not include "hush-hush-topic"
    }

    "not start with a policy that it does not have" in {
      val failure = intercept[RuntimeException](start("connector.client.config.override.policy" -> "Some"))
      failure.getMessage should include("connector.client.config.override.policy")
    }
  }
}
