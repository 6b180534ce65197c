package io.troupe.node

import io.troupe.node.stage.Stage
import java.time.Duration
import java.util.concurrent.{CountDownLatch, TimeUnit}
import java.util.{List => JList}
import org.apache.kafka.clients.consumer.KafkaConsumer
import org.apache.kafka.common.serialization.StringDeserializer
import org.apache.kafka.connect.sink.SinkRecord
import scala.jdk.CollectionConverters._
import scala.util.Using

/** The offsets of sinks, changed by hand while their consumer groups are not as empty as they should be. */
class OffsetsStorySpec extends StagedStory("offsets") {

  private val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"

  private def committed(name: String): String = rest.get(s"/connectors/$name/offsets").text

  private def at(topic: String, offset: Long): String =
    s"""{"offsets":[{"partition":{"kafka_partition":0,"kafka_topic":"$topic"},"offset":{"kafka_offset":$offset}}]}"""

  private def received(stage: Stage): Seq[String] =
    stage
      .calls("put")
      .asScala
      .toSeq
      .flatMap(_.argument().asInstanceOf[JList[SinkRecord]].asScala.map(_.value().toString))

  private def stopped(name: String): Unit = {
    rest.put(s"/connectors/$name/stop").status shouldBe 204
    eventually(state(name) shouldBe "STOPPED: ")
  }

  "A sink that is stopped" should {

    "have its offsets changed at once, though a task of it never ends" in {
      val (blocked, release) = (new CountDownLatch(1), new CountDownLatch(1))
      val stuck = Stage.open(
        "stuck",
        script { case "put" =>
          records =>
            if (!records.asInstanceOf[JList[_]].isEmpty) {
              blocked.countDown()
              release.await()
            }
        }
      )
      produce("stuck-topic", Seq("a", "b", "c"))
      sink("stuck", "topics" -> "stuck-topic", text)
      blocked.await(30, TimeUnit.SECONDS) shouldBe true
      val next = Stage.open("stuck", script(PartialFunction.empty))
      stopped("stuck")

      val altered = rest.patch("/connectors/stuck/offsets", at("stuck-topic", 2))
      withClue(altered.text)(altered.status shouldBe 200)
      committed("stuck") shouldBe at("stuck-topic", 2)
      release.countDown()
      eventually(stuck.count("stop") shouldBe 1)

      committed("stuck") shouldBe at("stuck-topic", 2)
      rest.put("/connectors/stuck/resume").status shouldBe 202
      eventually(received(next) shouldBe Seq("c"))
    }

    "be told who keeps its group when somebody else does, and have its offsets changed when he is gone" in {
      Stage.open("shared", script(PartialFunction.empty))
      produce("shared-topic", Seq("a", "b"))
      sink("shared", "topics" -> "shared-topic", text, "consumer.override.group.id" -> "of-many")
      eventually(committed("shared") shouldBe at("shared-topic", 2))
      stopped("shared")
      val settings = Map[String, Object]("bootstrap.servers" -> broker.bootstrapServers(), "group.id" -> "of-many")
      Using.resource(new KafkaConsumer(settings.asJava, new StringDeserializer, new StringDeserializer)) { stranger =>
        stranger.subscribe(JList.of("shared-topic"))
        eventually {
          stranger.poll(Duration.ofMillis(100))
          stranger.assignment() should have size 1
        }
        val refused = rest.patch("/connectors/shared/offsets", at("shared-topic", 0))
        refused.status shouldBe 500
        refused.body.path("message").asText() should include(
          "others than its tasks consume as members of the group of-many"
        )
        rest.delete("/connectors/shared/offsets").status shouldBe 500
      }

      rest.patch("/connectors/shared/offsets", at("shared-topic", 0)).text should include("altered")
      committed("shared") shouldBe at("shared-topic", 0)
      rest.delete("/connectors/shared/offsets").status shouldBe 200
      committed("shared") shouldBe """{"offsets":[]}"""
    }
  }

  "A connector that is stopped and changed again and again" should {
    "never be refused, however soon after the stop" in {
      val stage = Stage.open("hasty", script(PartialFunction.empty))
      produce("hasty-topic", Seq("a"))
      sink("hasty", "topics" -> "hasty-topic", text, "tasks.max" -> "2")
      for (round <- 1 to 5) {
        eventually(received(stage).size shouldBe round)
        eventually(committed("hasty") shouldBe at("hasty-topic", 1))
        rest.put("/connectors/hasty/stop").status shouldBe 204
        val altered = rest.patch("/connectors/hasty/offsets", at("hasty-topic", 0))
        withClue(s"round $round: ${altered.text}")(altered.status shouldBe 200)
        rest.put("/connectors/hasty/resume").status shouldBe 202
      }
    }
  }
}
