package io.troupe.node

import io.troupe.node.stage.Stage
import java.util.concurrent.TimeUnit
import java.util.{Collection => JCollection}
import org.apache.kafka.clients.admin.NewTopic
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.acl.AclOperation._
import org.apache.kafka.common.resource.ResourceType.{GROUP, TOPIC}
import org.apache.kafka.connect.sink.SinkRecord
import scala.jdk.CollectionConverters._

/** A worker and sinks that may do on the broker what the original's documentation asks for and nothing else, and whose
  * members of groups the broker lets neither leave nor be removed.
  */
class SinkRightsStorySpec extends StagedStory("sink-rights") {

  override protected def brokerSettings: Map[String, String] =
    Rights.broker(Seq("worker", "connector"), classOf[NoLeaving].getName)
  override protected lazy val client: Map[String, String] =
    Map("bootstrap.servers" -> broker.bootstrapServers()) ++ Rights.of("admin")
  override protected def workerSettings: Map[String, String] = Rights.of("worker") ++ Map(
    "config.storage.topic" -> "configs",
    "config.storage.replication.factor" -> "1",
    "offset.storage.topic" -> "offsets",
    "status.storage.topic" -> "statuses"
  )

  private val partitions = 2
  private val texts = "org.apache.kafka.connect.storage.StringConverter"

  private def topic(name: String): Unit = {
    admin.createTopics(java.util.List.of(new NewTopic(name, partitions, 1.toShort))).all().get(30, TimeUnit.SECONDS)
    Rights.grant(admin, "connector", TOPIC, name, READ)
  }

  private def fill(topic: String, round: Int): Unit =
    produce((0 until partitions).map(it => new ProducerRecord(topic, it, "k", s"$topic-$it-$round")): _*)

  private def all(round: Int, topics: String*): Set[String] =
    topics.flatMap(topic => (0 until partitions).map(it => s"$topic-$it-$round")).toSet

  private final class Taken(name: String) {
    private val stage: Stage = Stage.open(name, (_, _) => null)
    def values: Set[String] = stage
      .calls("put")
      .asScala
      .flatMap(_.argument.asInstanceOf[JCollection[SinkRecord]].asScala.map(_.value.toString))
      .toSet
  }

  private def change(name: String, settings: (String, String)*): Unit = {
    val reply = rest.put(s"/connectors/$name/config", Rest.json(rest.config(name) ++ settings))
    withClue(reply.text)(reply.status shouldBe 200)
  }

  "A worker with the documented rights" should {
    "start, and keep the record of its journal" in {
      Seq("configs", "offsets", "statuses").foreach { it =>
        Rights.grant(admin, "worker", TOPIC, it, CREATE, READ, WRITE, DESCRIBE_CONFIGS)
      }
      Rights.grant(admin, "worker", GROUP, "story", READ)
      rest.get("/").status shouldBe 200
      log.lines.map(_.text).filter(_.contains("cannot be kept")) shouldBe empty
    }
  }

  for (protocol <- Seq("classic", "consumer")) {
    s"A sink of the $protocol protocol" should {
      val name = s"rights-$protocol"

      "run with the documented rights, with fewer tasks, more topics, and after a restart" in {
        val (first, second, letters) = (s"$name-1", s"$name-2", s"$name-letters")
        topic(first)
        topic(second)
        fill(first, 1)
        val taken = new Taken(name)
        Rights.grant(admin, "connector", GROUP, s"connect-$name", READ)
        Rights.grant(admin, "connector", TOPIC, letters, CREATE, WRITE, DESCRIBE)
        val settings = Seq(
          "topics" -> first,
          "tasks.max" -> "2",
          "key.converter" -> texts,
          "value.converter" -> texts,
          "errors.tolerance" -> "all",
          "errors.deadletterqueue.topic.name" -> letters,
          "errors.deadletterqueue.topic.replication.factor" -> "1",
          "consumer.override.group.protocol" -> protocol
        ) ++ (if (protocol == "classic") Seq("consumer.override.session.timeout.ms" -> "6000") else Seq.empty)
        sink(name, settings ++ Rights.overrides("connector", "producer", "consumer", "admin"): _*)
        eventually(withClue(trace(name))(taken.values shouldBe all(1, first)))

        change(name, "topics" -> s"$first,$second", "tasks.max" -> "1")
        fill(first, 2)
        fill(second, 2)
        eventually(taken.values shouldBe all(1, first) ++ all(2, first, second))

        rest.post(s"/connectors/$name/tasks/0/restart").status shouldBe 204
        fill(first, 3)
        fill(second, 3)
        eventually(taken.values shouldBe all(1, first) ++ all(2, first, second) ++ all(3, first, second))
        state(name) shouldBe "RUNNING: RUNNING"
        if (protocol == "classic") {
          log.lines.map(_.text).filter(_.contains(s"tasks of $name that are over have left")) should not be empty
        }
      }

      "give up its offsets once its former members are gone" in {
        rest.put(s"/connectors/$name/stop").status shouldBe 204
        eventually(state(name) shouldBe "STOPPED: ")
        Rights.grant(admin, "connector", GROUP, s"connect-$name", DELETE)
        val reply = rest.delete(s"/connectors/$name/offsets")
        withClue(reply.text)(reply.status shouldBe 200)
        rest.delete(s"/connectors/$name").status shouldBe 204
      }
    }
  }
}
