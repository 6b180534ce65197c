package io.troupe.node

import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.Files
import java.util.{Map => JMap}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.serialization.StringSerializer
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Kafka's own transformations and predicates do on a worker what they always did, down to the bytes in a topic. */
class TransformsStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("transforms")

  /** Keeps records of long ago. */
  private lazy val broker =
    DevBroker.start(DevBrokerSettings.in(home.resolve("broker")).`with`(JMap.of("log.retention.ms", "-1")))
  private lazy val client = Map("bootstrap.servers" -> broker.bootstrapServers())
  private lazy val troupe = Troupe.start(workerProperties(broker.bootstrapServers(), home).asJava)
  private lazy val rest = new Rest(troupe.restUrl())

  override protected def afterAll(): Unit =
    try troupe.stop()
    finally broker.close()

  private def file(of: SinkCase) = home.resolve(s"${of.name}.txt")

  private def send(of: SinkCase): Unit = {
    val settings = client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava
    Using.resource(new KafkaProducer(settings, new StringSerializer, new StringSerializer)) { producer =>
      of.sent.foreach { it =>
        val record = new ProducerRecord[String, String](of.name, it.value)
        it.headers.foreach { case (header, text) => record.headers().add(header, text.getBytes(UTF_8)) }
        producer.send(record)
      }
    }
  }

  private def text(bytes: Array[Byte]): String = if (bytes == null) null else new String(bytes, UTF_8)

  "A worker" should {

    "run a connector for every case" in {
      TransformCases.sources.foreach(it => rest.create(it.name, it.config: _*).status shouldBe 201)
      TransformCases.sinks.foreach { it =>
        send(it)
        val config = Seq(
          "connector.class" -> "FileStreamSink",
          "topics" -> it.name,
          "file" -> file(it).toString,
          "value.converter" -> it.converter,
          "value.converter.schemas.enable" -> "false"
        )
        rest.create(it.name, config ++ Step.config(it.steps): _*).status shouldBe 201
      }
      val names = TransformCases.sources.map(_.name) ++ TransformCases.sinks.map(_.name)
      eventually(names.filterNot(rest.states(_) == "RUNNING: RUNNING") shouldBe empty)
    }

    "have a case for every transformation and predicate that Kafka brings" in {
      val plugins = rest.get("/connector-plugins?connectorsOnly=false").body.elements().asScala
      val ofKafka = plugins.map(_.path("class").asText()).filter(_.startsWith(Step.Transforms)).toSet
      ofKafka.size should be >= 29
      TransformCases.sources.flatMap(it => Step.classes(it.steps)).toSet shouldBe ofKafka
    }
  }

  "A source" should {
    TransformCases.sources.foreach { it =>
      s"write what ${it.name} says" in {
        Using.resource(new TopicReader(it.topic, client)) { topic =>
          eventually(topic.records.size should be >= it.seen.size)
          val seen = topic.records.map { record =>
            record.timestamp() shouldBe Given.Time
            val headers = record.headers().asScala.map(header => header.key() -> text(header.value())).toSeq
            Seen(text(record.key()), text(record.value()), headers)
          }
          seen shouldBe it.seen
        }
      }
    }
  }

  "A sink" should {
    TransformCases.sinks.foreach { it =>
      s"get what ${it.name} says" in {
        eventually(Files.readAllLines(file(it)).asScala shouldBe it.lines)
      }
    }
  }
}
