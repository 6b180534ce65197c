package io.troupe.cluster.task

import scala.jdk.CollectionConverters._

import io.troupe.cluster.Shards
import io.troupe.cluster.connector.ConnectorCommand
import io.troupe.worker.task.{ActiveTopics, TaskReport}
import org.apache.pekko.actor.testkit.typed.scaladsl.{ScalaTestWithActorTestKit, TestProbe}
import org.apache.pekko.cluster.sharding.typed.testkit.javadsl.TestEntityRef
import org.scalatest.wordspec.AnyWordSpecLike

/** Topics on their way from a loop to its connector. */
class TaskTopicsSpec extends ScalaTestWithActorTestKit with AnyWordSpecLike {

  private class Way {
    val probe: TestProbe[ConnectorCommand] = createTestProbe[ConnectorCommand]()
    val connector = TestEntityRef.of(Shards.CONNECTOR, "orders@1", probe.ref)
    var reported: Seq[TaskReport.TopicUsed] = Seq.empty
    val topics = new TaskTopics(new ActiveTopics(2, used => reported :+= used), 2)

    /** A record of the topic passes, and what the loop reports reaches the entity. */
    def record(topic: String): Unit = {
      topics.active().note(topic)
      reported.foreach(topics.used(_, connector))
      reported = Seq.empty
    }

    def told(resets: Long, names: String*): Unit =
      probe.expectMessage(new ConnectorCommand.UseTopics(resets, names.asJava))
  }

  "Topics of a task" should {

    "be told once each, at once" in {
      val way = new Way
      way.record("a")
      way.told(2, "a")
      way.record("b")
      way.told(2, "b")
      way.record("a")
      way.probe.expectNoMessage()
    }

    "be told again when the task is reminded, for what was told may be lost" in {
      val way = new Way
      Seq("a", "b").foreach(way.record)
      way.told(2, "a")
      way.told(2, "b")
      way.topics.reminded(2, way.connector)
      way.told(2, "a", "b")
    }

    "not be told again once they were reset, until their next record" in {
      val way = new Way
      way.record("a")
      way.told(2, "a")
      way.topics.reminded(3, way.connector)
      way.topics.reminded(3, way.connector)
      way.probe.expectNoMessage()
      way.record("a")
      way.told(3, "a")
    }

    "not be told when they are from before the reset" in {
      val way = new Way
      way.topics.reminded(3, way.connector)
      way.topics.used(new TaskReport.TopicUsed(2, "a"), way.connector)
      way.probe.expectNoMessage()
      way.topics.reminded(3, way.connector)
      way.probe.expectNoMessage()
    }
  }
}
