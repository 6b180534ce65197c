package io.troupe.node

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters._
import scala.util.{Try, Using}

/** Brokers of former generations: `mvn -f docker/brokers/pom.xml package` fetches them. */
class FormerBrokersStorySlowSpec extends Story {

  private val brokers = Path.of("brokers", "target").toAbsolutePath

  private def read(file: Path): Seq[String] = Try(Files.readAllLines(file).asScala.toSeq).getOrElse(Seq.empty)

  /** What a worker does for its users, over a kill -9. */
  private def carry(broker: FormerBroker, home: Path): Unit = {
    val file = Story.propertiesFile(
      home.resolve("worker.properties"),
      workerProperties(broker.bootstrapServers, home) ++ Map(
        "exactly.once.source.support" -> "enabled",
        "offset.storage.topic" -> "offsets",
        "offset.storage.partitions" -> "5",
        "offset.storage.replication.factor" -> "1",
        "config.storage.topic" -> "configs",
        "config.storage.replication.factor" -> "1",
        "topic.creation.enable" -> "true",
        "consumer.session.timeout.ms" -> "6000",
        "consumer.isolation.level" -> "read_committed",
        "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      )
    )
    var worker = Program.troupe(distribution, home.resolve("worker-1.log"), "worker", file.toString)
    try {
      val (input, copy) = (home.resolve("in.txt"), home.resolve("copy.txt"))
      val (first, second, third) = (lines(100), "b1\nb2\n", "c1\nc2\n")
      Files.writeString(input, first)
      broker.createTopic("lines", 3)
      worker.rest
        .create(
          "load",
          "connector.class" -> "FileStreamSource",
          "file" -> input.toString,
          "topic" -> "made",
          "topic.creation.default.partitions" -> "2",
          "topic.creation.default.replication.factor" -> "1"
        )
        .status shouldBe 201
      worker.rest
        .create(
          "dump",
          "connector.class" -> "FileStreamSink",
          "file" -> copy.toString,
          "topics" -> "lines,made",
          "errors.tolerance" -> "all",
          "errors.deadletterqueue.topic.name" -> "letters",
          "errors.deadletterqueue.topic.replication.factor" -> "1"
        )
        .status shouldBe 201
      def runs(): Unit = Seq("load", "dump").foreach { name =>
        eventually(withClue(worker.rest.get(s"/connectors/$name/status").text) {
          worker.rest.states(name) shouldBe "RUNNING: RUNNING"
        })
      }
      def copied(all: String): Unit = eventually(read(copy).toSet shouldBe all.linesIterator.toSet)

      runs()
      copied(first)
      read(copy) should have size 100
      eventually(worker.rest.get("/connectors/dump/offsets").text should include("\"kafka_topic\":\"made\""))

      worker.rest.post("/connectors/dump/restart?includeTasks=true").status should (be(202) or be(204))
      Files.writeString(input, first + second)
      runs()
      copied(first + second)

      worker.kill()
      Files.writeString(input, first + second + third)
      worker = Program.troupe(distribution, home.resolve("worker-2.log"), "worker", file.toString)
      runs()
      copied(first + second + third)
      Using.resource(new TopicReader("made", Map("bootstrap.servers" -> broker.bootstrapServers))) {
        _.records.map(it => new String(it.value(), UTF_8)) should contain theSameElementsAs
          (first + second + third).linesIterator.toSeq
      }

      Files.delete(copy)
      worker.rest.put("/connectors/dump/stop").status shouldBe 204
      eventually(worker.rest.states("dump") shouldBe "STOPPED: ")
      eventually {
        val forgotten = worker.rest.delete("/connectors/dump/offsets")
        withClue(forgotten.text)(forgotten.status shouldBe 200)
      }
      worker.rest.put("/connectors/dump/resume").status shouldBe 202
      runs()
      copied(first + second + third)
      Seq("load", "dump").foreach(name => worker.rest.delete(s"/connectors/$name").status shouldBe 204)
    } finally worker.kill()
  }

  "A broker of Kafka 3.9" should {
    "serve a worker" in {
      val home = folder("broker-3.9")
      Using.resource(new FormerBroker.Of39(brokers.resolve("kafka-3.9"), home))(broker => carry(broker.start(), home))
    }
  }

  "A broker of Kafka 2.1, which knows no static members of groups," should {
    "serve a worker" in {
      val home = folder("broker-2.1")
      Using.resource(new FormerBroker.Of21(brokers.resolve("kafka-2.1"), home)) { broker =>
        carry(broker.start(), home)
        Files.readString(home.resolve("worker-1.log")) should include("know no static members")
      }
    }
  }
}
