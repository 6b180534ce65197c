package io.troupe.worker.source

import io.troupe.worker.Assignments
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.common.errors.{RecordTooLargeException, TimeoutException}
import org.apache.kafka.connect.errors.{ConnectException, RetriableException}
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.concurrent.{CountDownLatch, TimeUnit}
import java.util.{List => JList, Map => JMap}
import scala.jdk.CollectionConverters._

/** Walk 1: from poll to a recorded offset. */
class SourceLoopSpec extends AnyWordSpec with Matchers with Eventually {

  private val often = Assignments.settings(commitEvery = Duration.ofMillis(5))

  "A source" should {
    "read its offsets and settings through its context" in {
      val stage = new SourceStage
      val task = new stage.Task
      stage.offsets.know("""{"file":"a"}""", """{"position":7}""")
      stage.started(task)
      task.seen.configs shouldBe JMap.of("file", "a")
      task.seen.offsetStorageReader.offset(JMap.of("file", "a")) shouldBe JMap.of("position", 7L)
    }

    "go from poll to send, acknowledgement, commitRecord, recorded offset and commit" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a")
      loop.turn() shouldBe Duration.ZERO
      stage.log.take() shouldBe Seq("poll", "send a")
      stage.producer.completeNext()
      stage.log.take() shouldBe Seq("commitRecord a")
      loop.stop(End.FOR_GOOD)
      stage.log.take() shouldBe Seq("record", "commit", "stop")
      stage.recorded shouldBe Seq(stage.at(1))
      stage.producer.closed shouldBe true
      stage.offsets.closed shouldBe true
    }

    "commit what was acknowledged whenever it is due, even while a poll blocks" in {
      val stage = new SourceStage(often)
      val loop = stage.started()
      stage.give("a", "b")
      loop.turn()
      stage.producer.completeNext()
      val blocked = new CountDownLatch(1)
      val polling = new Thread(() => {
        stage.polls.enqueue { () => blocked.await(30, TimeUnit.SECONDS); null }
        loop.turn()
        ()
      })
      polling.start()
      try {
        eventually(stage.recorded shouldBe Seq(stage.at(1)))
        eventually(stage.log.take() should contain("commit"))
        polling.isAlive shouldBe true
      } finally {
        blocked.countDown()
        polling.join()
        stage.producer.completeNext()
        loop.stop(End.FOR_GOOD)
      }
    }

    "take note of records that a transformation drops, but send and commit nothing for them" in {
      val stage = new SourceStage(transforms = Map("transforms" -> "drop", "transforms.drop.type" -> "Filter"))
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      stage.log.take() shouldBe Seq("poll", "commitRecord a unsent")
      loop.stop(End.FOR_GOOD)
      stage.log.take() shouldBe Seq("commit", "stop")
    }

    "be polled again at once when it has nothing, or fails for now" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.polls ++= Seq(
        () => null,
        () => JList.of(),
        () => throw new RetriableException("busy"),
        () => throw new TimeoutException("busy")
      )
      stage.give("a")
      for (_ <- 1 to 5) loop.turn() shouldBe Duration.ZERO
      stage.log.take() shouldBe Seq("poll", "poll", "poll", "poll", "poll", "send a")
    }

    "fail when poll fails" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.polls += (() => throw new IllegalStateException("gone"))
      the[IllegalStateException] thrownBy loop.turn() should have message "gone"
    }

    "not be hurt by failures to take note" in {
      val stage = new SourceStage
      val task = new stage.Task {
        override def commitRecord(
            record: org.apache.kafka.connect.source.SourceRecord,
            metadata: org.apache.kafka.clients.producer.RecordMetadata
        ): Unit = throw new IllegalStateException("no")
        override def commit(): Unit = throw new IllegalStateException("no")
      }
      val loop = stage.started(task)
      stage.give("a")
      loop.turn()
      stage.producer.completeNext()
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe Seq(stage.at(1))
      stage.log.take() should contain("stop")
    }
  }

  "The topic of a record" should {
    "be reported once the first record is acknowledged" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a", "b")
      stage.topic = "u"
      loop.turn()
      stage.topicsUsed shouldBe empty
      stage.producer.completeNext()
      stage.producer.completeNext()
      stage.topicsUsed.asScala.map(_.topic).toSeq shouldBe Seq("u")
    }

    "not be reported for a record that failed, or was dropped" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      stage.producer.errorNext(new RecordTooLargeException("too large"))
      val dropping = new SourceStage(transforms = Map("transforms" -> "drop", "transforms.drop.type" -> "Filter"))
      val idle = dropping.started()
      dropping.give("a")
      idle.turn()
      (stage.topicsUsed.size, dropping.topicsUsed.size) shouldBe ((0, 0))
    }
  }

  "A record that cannot be sent for now" should {
    "be sent again in the next turn, before anything else is polled" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a", "b")
      stage.producer.sendException = new TimeoutException("no broker")
      loop.turn()
      stage.log.take() shouldBe Seq("poll")
      stage.producer.sendException = null
      loop.turn()
      stage.log.take() shouldBe Seq("send a", "send b")
      while (stage.producer.completeNext()) {}
      loop.stop(End.FOR_GOOD)
      stage.recorded shouldBe Seq(stage.at(2))
    }
  }

  "A record that cannot be sent at all" should {
    "fail the task at once when send throws" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a")
      stage.producer.sendException = new RecordTooLargeException("too large")
      a[RecordTooLargeException] should be thrownBy loop.turn()
    }

    "fail the task before its next poll" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a")
      loop.turn()
      stage.producer.errorNext(new RecordTooLargeException("too large"))
      stage.log.take()
      val failure = the[ConnectException] thrownBy loop.turn()
      failure should have message "Unrecoverable exception from producer send callback"
      failure.getCause should have message "too large"
      stage.log.take() shouldBe empty
    }

    "fail the task before its next send" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a", "b")
      stage.onSend = () => { stage.producer.errorNext(new RecordTooLargeException("too large")); () }
      a[ConnectException] should be thrownBy loop.turn()
      stage.log.take() shouldBe Seq("poll", "send a")
    }

    "keep the offsets behind it from being committed, but not those before it" in {
      val stage = new SourceStage
      val loop = stage.started()
      stage.give("a", "b", "c")
      loop.turn()
      stage.producer.completeNext()
      stage.producer.errorNext(new RecordTooLargeException("too large"))
      stage.producer.completeNext()
      a[ConnectException] should be thrownBy loop.turn()
      loop.stop(End.FAILED)
      stage.recorded shouldBe Seq(stage.at(1))
      stage.log.take().takeRight(3) shouldBe Seq("record", "commit", "stop")
    }
  }
}
