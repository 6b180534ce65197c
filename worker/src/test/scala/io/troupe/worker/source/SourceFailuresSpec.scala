package io.troupe.worker.source

import io.troupe.worker.Assignments
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.clients.producer.RecordMetadata
import org.apache.kafka.common.errors.RecordTooLargeException
import org.apache.kafka.connect.errors.ConnectException
import org.apache.kafka.connect.source.SourceRecord
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicInteger

/** Whatever is thrown where: no thread dies of it, and nothing that Kafka has is forgotten. */
class SourceFailuresSpec extends AnyWordSpec with Matchers with Eventually {

  private val cast = Map(
    "transforms" -> "c",
    "transforms.c.type" -> "org.apache.kafka.connect.transforms.Cast$Value",
    "transforms.c.spec" -> "int32"
  )

  /** Fails in its last turn, with everything that it sent still under way, and is stopped for it. */
  private def failing(stage: SourceStage)(prepare: => Unit): Unit = {
    val loop = stage.started()
    stage.give("1", "2")
    loop.turn()
    prepare
    an[Exception] should be thrownBy loop.turn()
    stage.recorded shouldBe empty
    stage.acknowledgeOnceAwaited(loop.stop(End.FAILED))
  }

  "A task that fails" should {
    "wait for what is under way and record its offsets, when a record is refused" in {
      val stage = new SourceStage
      failing(stage) {
        stage.refused = Map("huge" -> new RecordTooLargeException("huge"))
        stage.give("3", "huge", "5")
      }
      stage.recorded shouldBe Seq(stage.at(3))
      stage.log.take().takeRight(3) shouldBe Seq("record", "commit", "stop")
    }

    "do so when a transformation fails" in {
      val stage = new SourceStage(transforms = cast)
      failing(stage)(stage.give("3", "x", "5"))
      stage.recorded shouldBe Seq(stage.at(3))
    }

    "do so when poll fails" in {
      val stage = new SourceStage
      failing(stage)(stage.polls += (() => throw new IllegalStateException("gone")))
      stage.recorded shouldBe Seq(stage.at(2))
    }

    "do so when send itself fails" in {
      val stage = new SourceStage
      failing(stage) {
        stage.producer.sendException = new IllegalStateException("closed")
        stage.give("3")
      }
      stage.recorded shouldBe Seq(stage.at(2))
    }
  }

  "An error of a plugin that is told of a record or a commit" should {
    "harm neither the producer's thread nor the task" in {
      val stage = new SourceStage(Assignments.settings(commitEvery = Duration.ofMillis(5)))
      val commits = new AtomicInteger
      val loop = stage.started(new stage.Task {
        override def commitRecord(record: SourceRecord, metadata: RecordMetadata): Unit =
          throw new NoClassDefFoundError("com/example/Audit")
        override def commit(): Unit = { commits.incrementAndGet(); throw new StackOverflowError }
      })
      stage.give("a", "b")
      loop.turn()
      stage.producer.completeNext() shouldBe true
      eventually(stage.recorded shouldBe Seq(stage.at(1)))
      eventually(commits.get should be > 1)
      stage.producer.completeNext() shouldBe true
      loop.turn() shouldBe Duration.ZERO
      eventually(stage.recorded shouldBe Seq(stage.at(1), stage.at(2)))
      loop.stop(End.FOR_GOOD)
    }

    "leave the producer's thread uninterrupted" in {
      val stage = new SourceStage
      val loop = stage.started(new stage.Task {
        override def commitRecord(record: SourceRecord, metadata: RecordMetadata): Unit =
          throw new InterruptedException
      })
      stage.give("a")
      loop.turn()
      stage.producer.completeNext()
      Thread.interrupted() shouldBe false
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe Seq(stage.at(1))
    }
  }

  "Whatever else is thrown on the producer's thread" should {
    "fail the task" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.onTopic = () => throw new OutOfMemoryError("no heap")
      stage.give("a")
      loop.turn()
      stage.producer.completeNext() shouldBe true
      val failure = the[ConnectException] thrownBy loop.turn()
      failure.getCause shouldBe an[OutOfMemoryError]
      loop.stop(End.FAILED)
      stage.recorded shouldBe empty
    }
  }

  "A commit that ends with an error" should {
    "be tried again" in {
      val stage = new SourceStage(Assignments.settings(commitEvery = Duration.ofMillis(5)))
      val attempts = new AtomicInteger
      stage.offsets.answerBy { () =>
        if (attempts.incrementAndGet() < 3) throw new OutOfMemoryError("no heap")
        CompletableFuture.completedFuture(null)
      }
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      stage.producer.completeNext()
      eventually(stage.recorded shouldBe Seq.fill(3)(stage.at(1)))
      loop.stop(End.FOR_GOOD)
    }
  }
}
