package io.troupe.worker.sink

import org.apache.kafka.connect.errors.IllegalWorkerStateException
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.util.{List => JList}
import scala.jdk.CollectionConverters._

/** Partitions that come, go and rest. */
class SinkPartitionsSpec extends AnyWordSpec with Matchers {

  "A partition that goes elsewhere" should {
    "be committed and closed, before others come" in {
      val stage = new SinkStage
      val loop = stage.started()
      stage.give(stage.A, "a")
      stage.give(stage.B, "b")
      loop.turn()
      stage.log.take()
      stage.assigned(stage.B)
      loop.turn()
      stage.log.take() shouldBe Seq("preCommit {0=1}", "close {0}", "commit and wait {0=1}", "put []")
      stage.assigned(stage.A, stage.B)
      loop.turn()
      stage.log.take() shouldBe Seq("open {0}", "put []")
    }

    "be closed without a commit when it is gone already" in {
      val stage = new SinkStage
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      stage.log.take()
      stage.listener.onPartitionsLost(JList.of(stage.A))
      stage.log.take() shouldBe Seq("close {0}")
    }
  }

  "A paused sink" should {
    "rest with all partitions, commit once, and still be called" in {
      val stage = new SinkStage
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      loop.pause()
      stage.give(stage.A, "b")
      loop.turn()
      stage.consumer.paused.asScala shouldBe Set(stage.A, stage.B)
      stage.log.take() shouldBe Seq("put [a]", "preCommit {0=1,1=0}", "commit {0=1}", "put []")
      loop.resume()
      loop.turn()
      stage.consumer.paused.asScala shouldBe empty
      stage.log.take() shouldBe Seq("put [b]")
    }

    "rest with partitions that come meanwhile" in {
      val stage = new SinkStage
      val loop = stage.started()
      stage.assigned(stage.A)
      loop.turn()
      loop.pause()
      stage.assigned(stage.A, stage.B)
      loop.turn()
      stage.consumer.paused.asScala shouldBe Set(stage.A, stage.B)
    }
  }

  "A partition that the task paused itself" should {
    "rest until the task resumes it" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.pause(stage.A)
      loop.turn()
      stage.consumer.paused.asScala shouldBe Set(stage.A)
      task.ask.resume(stage.A)
      loop.turn()
      stage.consumer.paused.asScala shouldBe empty
    }

    "rest beyond a pause of the whole sink" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.pause(stage.A)
      loop.turn()
      loop.pause()
      stage.consumer.paused.asScala shouldBe Set(stage.A, stage.B)
      loop.resume()
      stage.consumer.paused.asScala shouldBe Set(stage.A)
    }

    "flow again when it comes back after having gone" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.pause(stage.A)
      loop.turn()
      stage.assigned(stage.B)
      loop.turn()
      stage.assigned(stage.A, stage.B)
      loop.turn()
      stage.consumer.paused.asScala shouldBe empty
    }

    "be one of its own" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      stage.assigned(stage.B)
      loop.turn()
      an[IllegalWorkerStateException] should be thrownBy task.ask.pause(stage.A)
      an[IllegalWorkerStateException] should be thrownBy task.ask.resume(stage.A)
      task.ask.assignment.asScala shouldBe Set(stage.B)
    }
  }
}
