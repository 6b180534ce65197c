package io.troupe.worker.source

import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.common.errors.RecordTooLargeException
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

/** What becomes of a source's records that cannot be sent when failures are tolerated. */
class SourceErrorsSpec extends AnyWordSpec with Matchers {

  private val tolerant = Map("errors.tolerance" -> "all")

  "A record that Kafka refuses" should {
    "count as acknowledged when that is tolerated" in {
      val stage = new SourceStage(transforms = tolerant)
      val loop = stage.started()
      stage.give("a", "b")
      loop.turn()
      stage.producer.errorNext(new RecordTooLargeException("too large"))
      stage.producer.completeNext()
      loop.turn()
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe Seq(stage.at(2))
      stage.log.take() shouldBe Seq(
        "poll",
        "send a",
        "send b",
        "commitRecord a unsent",
        "commitRecord b",
        "poll",
        "record",
        "commit",
        "stop"
      )
    }
  }

  "A record that cannot be converted" should {
    "be skipped when that is tolerated, and the others be sent" in {
      val stage = new SourceStage(
        transforms = tolerant ++ Map(
          "transforms" -> "c",
          "transforms.c.type" -> "org.apache.kafka.connect.transforms.Cast$Value",
          "transforms.c.spec" -> "int32"
        )
      )
      val loop = stage.started()
      stage.give("1", "x", "3")
      loop.turn()
      stage.log.take() shouldBe Seq("poll", "send 1", "commitRecord x unsent", "send 3")
      while (stage.producer.completeNext()) {}
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe Seq(stage.at(3))
    }
  }
}
