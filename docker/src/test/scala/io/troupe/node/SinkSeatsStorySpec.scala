package io.troupe.node

import io.troupe.node.stage.Stage
import java.util.concurrent.TimeUnit
import java.util.{Collection => JCollection, Map => JMap}
import org.apache.kafka.clients.admin.{NewPartitions, NewTopic}
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.connect.sink.{SinkRecord, SinkTaskContext}
import org.scalatest.time.{Millis, Seconds, Span}
import scala.jdk.CollectionConverters._

/** Sinks read whatever they subscribe to, whatever they are called, and however they come back. */
class SinkSeatsStorySpec extends StagedStory("sink-seats") {

  override protected def workerSettings: Map[String, String] = Map("offset.flush.interval.ms" -> "60000")

  private val texts = Seq(
    "key.converter" -> "org.apache.kafka.connect.storage.StringConverter",
    "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  )

  private def topic(name: String, partitions: Int): Unit =
    admin.createTopics(java.util.List.of(new NewTopic(name, partitions, 1.toShort))).all().get(30, TimeUnit.SECONDS)

  private def fill(topic: String, partitions: Int, round: String): Unit =
    produce((0 until partitions).map(it => new ProducerRecord(topic, it, "k", s"$topic-$it-$round")): _*)

  /** The limit that is promised after a restart. */
  private def soon(check: => Any): Unit = eventually(timeout(Span(10, Seconds)), interval(Span(50, Millis)))(check)

  private final class Taken(name: String) {
    val stage: Stage = Stage.open(name, (_, _) => null)
    def values: Set[String] = stage
      .calls("put")
      .asScala
      .flatMap(_.argument.asInstanceOf[JCollection[SinkRecord]].asScala.map(_.value.toString))
      .toSet
  }

  /** Who has which partition, as the group says. */
  private def members(connector: String): Map[String, Set[TopicPartition]] =
    admin
      .describeConsumerGroups(java.util.List.of(s"connect-$connector"))
      .all()
      .get(30, TimeUnit.SECONDS)
      .get(s"connect-$connector")
      .members()
      .asScala
      .map(it => it.groupInstanceId().orElse(it.consumerId()) -> it.assignment().topicPartitions().asScala.toSet)
      .toMap

  for (tasks <- Seq(1, 2)) {
    s"A sink with $tasks tasks" should {
      "read topics that are added to its list" in {
        val name = s"more-topics-$tasks"
        Seq("a", "b").foreach { it =>
          topic(s"$name-$it", tasks)
          fill(s"$name-$it", tasks, "1")
        }
        val taken = new Taken(name)
        sink(name, texts ++ Seq("topics" -> s"$name-a", "tasks.max" -> tasks.toString): _*)
        eventually(taken.values should have size tasks.toLong)
        rest
          .put(
            s"/connectors/$name/config",
            Rest.json(rest.config(name) + ("topics" -> s"$name-a,$name-b"))
          )
          .status shouldBe 200
        soon(taken.values should have size 2L * tasks)
      }

      "read a topic that matches its pattern since, and partitions that came, once one of its tasks is restarted" in {
        val name = s"matching-$tasks"
        topic(s"$name-1", 1)
        fill(s"$name-1", 1, "1")
        val taken = new Taken(name)
        sink(name, texts ++ Seq("topics.regex" -> s"$name-.", "tasks.max" -> tasks.toString): _*)
        eventually(taken.values should have size 1)
        eventually(members(name).values.flatten.toSet should have size 1)
        topic(s"$name-2", 1)
        fill(s"$name-2", 1, "1")
        admin.createPartitions(JMap.of(s"$name-1", NewPartitions.increaseTo(3))).all().get(30, TimeUnit.SECONDS)
        fill(s"$name-1", 3, "2")
        rest.post(s"/connectors/$name/tasks/${tasks - 1}/restart").status shouldBe 204
        soon(taken.values should have size 5)
        eventually(members(name).values.map(_.size).sum shouldBe 4)
      }
    }
  }

  "A sink whose tasks become more and fewer" should {
    "read every partition, each by one task, also at once after its creation" in {
      val name = "breathing"
      topic(name, 4)
      val taken = new Taken(name)
      sink(name, texts ++ Seq("topics" -> name, "tasks.max" -> "3"): _*)
      for ((tasks, round) <- Seq(1, 4, 2).zipWithIndex) {
        rest.put(s"/connectors/$name/config", Rest.json(rest.config(name) + ("tasks.max" -> tasks.toString)))
        fill(name, 4, round.toString)
        soon(taken.values should have size 4L * (round + 1))
        soon {
          val now = members(name)
          now should have size tasks.toLong
          now.values.toSeq.flatten should have size 4
        }
      }
    }
  }

  "A sink that asks for an offset when it is opened" should {
    "be put nothing from before it" in {
      val name = "opened-at"
      topic(name, 1)
      produce(name, (0 until 500).map(_.toString))
      val taken = new Taken(name)
      @volatile var context: SinkTaskContext = null
      taken.stage.play(script {
        case "start" => it => context = it.asInstanceOf[SinkTaskContext]
        case "open" => _ => context.offset(new TopicPartition(name, 0), 400)
      })
      sink(name, texts :+ ("topics" -> name): _*)
      eventually(taken.values should contain("499"))
      taken.values shouldBe (400 until 500).map(_.toString).toSet
    }
  }

  "A sink or a source" should {
    "run whatever it is called" in {
      val names = Seq(
        "my sink",
        "orders:eu",
        "a,b",
        "[a]{b}",
        "a@b+c",
        "\"quoted\"",
        "it's",
        "a*b?",
        "🦀",
        "漢字",
        "größe",
        "_",
        "x" * 240,
        "漢" * 512
      )
      topic("named", 1)
      fill("named", 1, "1")
      for (name <- names) {
        new Taken(name)
        sink(name, texts :+ ("topics" -> "named"): _*)
        val other = s"source of $name".take(512)
        Stage.open(other, script { case "poll" => _ => Stage.rest() })
        source(other)
      }
      for (name <- names) withClue(name) {
        val path = java.net.URLEncoder.encode(name, "UTF-8").replace("+", "%20")
        eventually {
          rest.states(path) shouldBe "RUNNING: RUNNING"
          Stage.of(JMap.of(Stage.SETTING, name)).count("put") shouldBe 1
        }
      }
    }
  }
}
