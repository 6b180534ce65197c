package io.troupe.worker.sink

import io.troupe.worker.Assignments
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.clients.consumer.OffsetAndMetadata
import org.apache.kafka.common.TopicPartition
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.{Map => JMap}

/** What of a sink's work is committed, and when. */
class SinkCommitSpec extends AnyWordSpec with Matchers {

  private val alwaysDue = Assignments.settings(commitEvery = Duration.ZERO)

  "A commit" should {
    "be made when it is due, but not of what is committed already" in {
      val stage = new SinkStage(alwaysDue)
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      loop.turn()
      loop.turn()
      stage.log.take() shouldBe Seq(
        "preCommit {0=0,1=0}",
        "put [a]",
        "preCommit {0=1,1=0}",
        "commit {0=1}",
        "put []",
        "preCommit {0=1,1=0}",
        "put []"
      )
    }

    "not be asked of a task that has no partitions" in {
      val stage = new SinkStage(alwaysDue)
      val loop = stage.loop(new stage.Task)
      loop.start()
      loop.turn()
      loop.turn()
      stage.log.take() shouldBe Seq("start", "put []", "put []")
    }

    "be made before it is due when the task asks" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      stage.give(stage.A, "a")
      loop.turn()
      loop.turn()
      task.ask.requestCommit()
      loop.turn()
      loop.turn()
      stage.log.take() shouldBe Seq("put [a]", "put []", "preCommit {0=1,1=0}", "commit {0=1}", "put []", "put []")
    }

    "be of what the task answers" in {
      val stage = new SinkStage(alwaysDue)
      val loop = stage.started(new stage.Task {
        override def preCommit(
            offsets: JMap[TopicPartition, OffsetAndMetadata]
        ): JMap[TopicPartition, OffsetAndMetadata] =
          JMap.of(
            new TopicPartition("t", 0),
            new OffsetAndMetadata(1),
            new TopicPartition("x", 0),
            offsets.get(stage.A)
          )
      })
      stage.give(stage.A, "a", "b")
      loop.turn()
      loop.turn()
      stage.log.take() should contain("commit {0=1}")
    }

    "be tried again with the next when it fails" in {
      val stage = new SinkStage(alwaysDue)
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      stage.commitFailure = new IllegalStateException("no coordinator")
      loop.turn()
      stage.commitFailure = null
      loop.turn()
      stage.log.take().filter(_.startsWith("commit")) shouldBe Seq("commit {0=1}", "commit {0=1}")
    }

    "not be forgotten when the task asks while another is under way" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      stage.give(stage.A, "a")
      loop.turn()
      stage.answering = false
      task.ask.requestCommit()
      loop.turn()
      stage.give(stage.A, "b")
      loop.turn()
      task.ask.requestCommit()
      loop.turn()
      stage.log.take().filter(_.startsWith("commit")) shouldBe Seq("commit {0=1}")
      stage.unanswered.dequeue()()
      loop.turn()
      stage.log.take().filter(_.startsWith("commit")) shouldBe Seq("commit {0=2}")
    }

    "count as failed when it takes too long, and its answer then be ignored" in {
      val stage = new SinkStage(Assignments.settings(commitEvery = Duration.ZERO, commitWithin = Duration.ZERO))
      val loop = stage.started()
      stage.answering = false
      stage.give(stage.A, "a")
      loop.turn()
      loop.turn()
      stage.give(stage.A, "b")
      loop.turn()
      loop.turn()
      stage.unanswered should have size 3
      stage.unanswered.dequeue()()
      stage.log.take()
      loop.stop(End.FOR_GOOD)
      stage.log.take() should contain("commit and wait {0=2}")
    }
  }

  "A sink whose preCommit fails" should {
    "be given everything since its last commit again" in {
      val stage = new SinkStage
      var failing = false
      val task = new stage.Task {
        override def preCommit(
            offsets: JMap[TopicPartition, OffsetAndMetadata]
        ): JMap[TopicPartition, OffsetAndMetadata] =
          if (failing) throw new IllegalStateException("disk full") else super.preCommit(offsets)
      }
      val loop = stage.started(task)
      stage.give(stage.A, "a")
      loop.turn()
      task.ask.requestCommit()
      loop.turn()
      stage.give(stage.A, "b")
      loop.turn()
      failing = true
      task.ask.requestCommit()
      loop.turn()
      stage.consumer.position(stage.A) shouldBe 1
      failing = false
      stage.log.take()
      loop.stop(End.FOR_GOOD)
      stage.log.take().head shouldBe "preCommit {0=1,1=0}"
    }

    "be closed all the same" in {
      val stage = new SinkStage
      val loop = stage.started(new stage.Task {
        override def preCommit(
            offsets: JMap[TopicPartition, OffsetAndMetadata]
        ): JMap[TopicPartition, OffsetAndMetadata] = throw new IllegalStateException("disk full")
      })
      stage.give(stage.A, "a")
      loop.turn()
      loop.stop(End.FOR_GOOD)
      stage.log.take() shouldBe Seq("put [a]", "close {0,1}", "stop", "leave LEAVE_GROUP")
    }
  }

  "A sink whose preCommit answers null" should {
    "fail" in {
      val stage = new SinkStage(alwaysDue)
      val loop = stage.started(new stage.Task {
        override def preCommit(
            offsets: JMap[TopicPartition, OffsetAndMetadata]
        ): JMap[TopicPartition, OffsetAndMetadata] = null
      })
      a[NullPointerException] should be thrownBy loop.turn()
    }
  }

  "An abandoned sink" should {
    "commit nothing any more" in {
      val stage = new SinkStage(alwaysDue)
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      stage.log.take()
      loop.abandon()
      loop.turn()
      loop.stop(End.FOR_GOOD)
      stage.log.take().filter(_.startsWith("commit")) shouldBe empty
    }
  }
}
