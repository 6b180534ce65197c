package io.troupe.node

import java.nio.charset.StandardCharsets
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerConfig, ProducerRecord}
import org.apache.kafka.common.serialization.StringSerializer
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** MirrorMaker's connectors, which use parts of the stock runtime: from one cluster, here the same, into another. */
class MirrorStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("mirror")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val troupe = Troupe.start(workerProperties(broker.bootstrapServers(), home).asJava)
  private lazy val rest = new Rest(troupe.restUrl())

  override protected def afterAll(): Unit =
    try troupe.stop()
    finally broker.close()

  private def mirror(name: String, settings: (String, String)*): Unit = {
    val common = Map(
      "connector.class" -> name,
      "source.cluster.alias" -> "east",
      "target.cluster.alias" -> "west",
      "source.cluster.bootstrap.servers" -> broker.bootstrapServers(),
      "target.cluster.bootstrap.servers" -> broker.bootstrapServers(),
      "key.converter" -> "org.apache.kafka.connect.converters.ByteArrayConverter",
      "value.converter" -> "org.apache.kafka.connect.converters.ByteArrayConverter"
    )
    val created = rest.create(name, (common ++ settings).toSeq: _*)
    withClue(created.text)(created.status shouldBe 201)
  }

  private def running(name: String): Unit = eventually(rest.states(name) shouldBe "RUNNING: RUNNING")

  "MirrorMaker" should {

    "carry a topic over, as it grows" in {
      produce("orders", 0 until 100)

      mirror(
        "MirrorSourceConnector",
        "topics" -> "orders",
        "replication.factor" -> "1",
        "offset-syncs.topic.replication.factor" -> "1",
        "sync.topic.acls.enabled" -> "false",
        "refresh.topics.interval.seconds" -> "1"
      )

      running("MirrorSourceConnector")
      eventually(mirrored("east.orders") shouldBe (0 until 100).map(_.toString))
      produce("orders", 100 until 200)
      eventually(mirrored("east.orders") shouldBe (0 until 200).map(_.toString))
    }

    "beat" in {
      mirror("MirrorHeartbeatConnector", "heartbeats.topic.replication.factor" -> "1")

      running("MirrorHeartbeatConnector")
      eventually(mirrored("heartbeats") should not be empty)
    }

    "note the offsets of groups" in {
      mirror(
        "MirrorCheckpointConnector",
        "groups" -> "nobody",
        "checkpoints.topic.replication.factor" -> "1",
        "offset-syncs.topic.replication.factor" -> "1"
      )

      eventually(
        rest.get("/connectors/MirrorCheckpointConnector/status").body.at("/connector/state").asText() shouldBe "RUNNING"
      )
    }
  }

  private def mirrored(topic: String): Seq[String] = {
    val reader = new TopicReader(topic, Map("bootstrap.servers" -> broker.bootstrapServers()))
    try reader.records.map(record => new String(record.value(), StandardCharsets.UTF_8))
    finally reader.close()
  }

  private def produce(topic: String, numbers: Range): Unit = {
    val producer = new KafkaProducer[String, String](
      Map[String, Object](ProducerConfig.BOOTSTRAP_SERVERS_CONFIG -> broker.bootstrapServers()).asJava,
      new StringSerializer,
      new StringSerializer
    )
    try numbers.foreach(number => producer.send(new ProducerRecord(topic, number.toString)))
    finally producer.close()
  }
}
