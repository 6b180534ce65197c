package io.troupe.node

import org.apache.kafka.clients.admin.Admin
import org.apache.kafka.clients.consumer.OffsetAndMetadata
import org.apache.kafka.common.TopicPartition
import scala.jdk.CollectionConverters._
import scala.util.Using

/** MirrorMaker's connectors, from one cluster, here the same, into another. */
trait ZooMirror extends ZooStory {

  private val records = 100

  private def mirror(visit: Visit, name: String, more: (String, String)*): String = visit.create(
    name,
    Seq(
      "connector.class" -> s"org.apache.kafka.connect.mirror.$name",
      "source.cluster.alias" -> visit.own("east"),
      "target.cluster.alias" -> visit.own("west"),
      "source.cluster.bootstrap.servers" -> broker.bootstrapServers(),
      "target.cluster.bootstrap.servers" -> broker.bootstrapServers(),
      "topics" -> visit.own("mirrored"),
      "replication.factor" -> "1",
      "offset-syncs.topic.replication.factor" -> "1",
      "key.converter" -> "org.apache.kafka.connect.converters.ByteArrayConverter",
      "value.converter" -> "org.apache.kafka.connect.converters.ByteArrayConverter"
    ) ++ more: _*
  )

  "MirrorMaker" should {

    "carry a topic over, beat, and note the offsets of groups" in compared(
      Seq("MirrorSourceConnector", "MirrorHeartbeatConnector", "MirrorCheckpointConnector")
        .map(it => Plugin(s"org.apache.kafka.connect.mirror.$it", "4.3.1")): _*
    )("a topic with its groups into another cluster, which is the same; kill -9, restart, delete") { visit =>
      val topic = visit.own("mirrored")
      val there = s"${visit.own("east")}.$topic"
      def feed(time: Int): Unit = {
        visit.produce(topic, Cat.batch(time, records))
        commit(visit.own("readers"), topic, (time + 1L) * records)
      }
      def told = visit.parsed(there).map(Cat.of)
      feed(0)
      val source = mirror(
        visit,
        "MirrorSourceConnector",
        "sync.topic.acls.enabled" -> "false",
        // Where both are one cluster, heartbeats would be carried over without end.
        "heartbeats.replication.enabled" -> "false",
        "refresh.topics.interval.seconds" -> "1",
        "offset.lag.max" -> "0"
      )
      eventually(told.toSet shouldBe Cat.until(0, records))
      val heart = mirror(visit, "MirrorHeartbeatConnector", "heartbeats.topic.replication.factor" -> "1")
      val checkpoint = mirror(
        visit,
        "MirrorCheckpointConnector",
        "groups" -> visit.own("readers"),
        "checkpoints.topic.replication.factor" -> "1",
        "emit.checkpoints.interval.seconds" -> "1",
        "refresh.groups.interval.seconds" -> "1"
      )
      def beats = visit.records("heartbeats").count(_._1.contains(visit.own("east")))
      def checkpoints = visit.records(s"${visit.own("east")}.checkpoints.internal").map(_._1)
      visit.endure(source, heart, checkpoint)(time => feed(time + 1)) { time =>
        val beaten = beats
        eventually(told.toSet shouldBe Cat.until(time + 1, records))
        eventually(beats should be > beaten)
        eventually(checkpoints.exists(_.contains(visit.own("readers"))) shouldBe true)
      }
      // What came before may come again, but not after it.
      told.takeRight(records) shouldBe (3 * records until 4 * records).map(Cat(_))
      told.toSet
    }
  }

  private def commit(group: String, topic: String, offset: Long): Unit =
    Using.resource(Admin.create(Map[String, Object]("bootstrap.servers" -> broker.bootstrapServers()).asJava)) {
      _.alterConsumerGroupOffsets(
        group,
        java.util.Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset))
      ).all().get()
    }
}
