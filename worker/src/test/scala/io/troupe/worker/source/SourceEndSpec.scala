package io.troupe.worker.source

import io.troupe.worker.Assignments
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.common.errors.TimeoutException
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.{Map => JMap}

/** How a source rests, and how it ends. */
class SourceEndSpec extends AnyWordSpec with Matchers with Eventually {

  "A paused source" should {
    "send what it polled, but poll no more" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a", "b")
      stage.producer.sendException = new TimeoutException("no broker")
      loop.turn()
      loop.pause()
      loop.turn()
      stage.producer.sendException = null
      loop.turn()
      stage.log.take() shouldBe Seq("poll", "send a", "send b")
      loop.turn() should be > Duration.ZERO
      stage.log.take() shouldBe empty
    }

    "go on committing" in {
      val stage = new SourceStage(Assignments.settings(commitEvery = Duration.ofMillis(5)))
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      loop.pause()
      loop.turn()
      stage.producer.completeNext()
      eventually(stage.recorded shouldBe Seq(stage.at(1)))
      loop.stop(End.FOR_GOOD)
    }

    "poll again when it is resumed" in {
      val stage = new SourceStage
      val loop = stage.started()
      loop.pause()
      loop.turn()
      loop.resume()
      loop.turn() shouldBe Duration.ZERO
      stage.log.take() shouldBe Seq("poll")
    }
  }

  "A source that is stopped" should {
    "wait for acknowledgements and commit them" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      stage.acknowledgeOnceAwaited(loop.stop(End.HANDED_OVER))
      stage.recorded shouldBe Seq(stage.at(1))
      stage.log.take() shouldBe Seq("poll", "send a", "commitRecord a", "record", "commit", "stop")
    }

    "wait no longer than a commit may take" in {
      val stage = new SourceStage(Assignments.settings(commitWithin = Duration.ofMillis(20)))
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe empty
      stage.log.take() shouldBe Seq("poll", "send a", "commit", "stop")
      stage.producer.closed shouldBe true
    }

    "close what it used, whatever it throws" in {
      val stage = new SourceStage
      val task = new stage.Task {
        override def stop(): Unit = throw new IllegalStateException("jammed")
      }
      val loop = stage.started(task)
      an[IllegalStateException] should be thrownBy loop.stop(End.FOR_GOOD)
      stage.producer.closed shouldBe true
      stage.offsets.closed shouldBe true
    }
  }

  "A source that could not be started" should {
    "be stopped, without a commit" in {
      val stage = new SourceStage
      val loop = stage.loop(new stage.Task {
        override def start(props: JMap[String, String]): Unit = throw new IllegalStateException("no file")
      })
      an[IllegalStateException] should be thrownBy loop.start()
      loop.stop(End.FAILED)
      stage.log.take() shouldBe Seq("stop")
      stage.producer.closed shouldBe true
    }
  }

  "An abandoned source" should {
    "record nothing any more, nor be told that it did" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a", "b")
      loop.turn()
      stage.producer.completeNext()
      stage.log.take()
      loop.abandon()
      eventually(stage.producer.closed shouldBe true)
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe empty
      stage.log.take() shouldBe Seq("stop")
    }

    "not be told of a commit when there was nothing to record either" in {
      val stage = new SourceStage
      val loop = stage.started()
      loop.abandon()
      loop.stop(End.FOR_GOOD)
      stage.log.take() shouldBe Seq("stop")
    }
  }
}
