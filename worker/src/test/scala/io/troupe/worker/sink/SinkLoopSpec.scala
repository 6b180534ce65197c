package io.troupe.worker.sink

import io.troupe.worker.Assignments
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.connect.errors.{ConnectException, RetriableException}
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.{Map => JMap}
import scala.jdk.CollectionConverters._

/** Walk 2: from the consumer through put. */
class SinkLoopSpec extends AnyWordSpec with Matchers {

  "A sink" should {
    "be started, opened, given records, and closed in that order" in {
      val stage = new SinkStage
      val loop = stage.loop(new stage.Task)
      loop.start()
      stage.consumer.subscription.asScala shouldBe Set("t")
      stage.consumer.updateBeginningOffsets(JMap.of(stage.A, Long.box(0)))
      stage.assigned(stage.A)
      loop.turn()
      stage.give(stage.A, "a", "b")
      loop.turn() shouldBe Duration.ZERO
      loop.stop(End.FOR_GOOD)
      stage.log.take() shouldBe Seq(
        "start",
        "open {0}",
        "put []",
        "put [a,b]",
        "preCommit {0=2}",
        "close {0}",
        "commit and wait {0=2}",
        "stop",
        "leave LEAVE_GROUP"
      )
    }

    "show its consumer to those who look for it where the original has it" in {
      val stage = new SinkStage
      val task = new stage.Task
      stage.started(task)
      val field = Class.forName("org.apache.kafka.connect.runtime.WorkerSinkTaskContext").getDeclaredField("consumer")
      field.setAccessible(true)
      field.get(task.ask) should be theSameInstanceAs stage.consumer
    }

    "keep its seat in the group, if it has one, when it goes on elsewhere" in {
      val stage = new SinkStage
      stage.started().stop(End.HANDED_OVER)
      stage.log.take().last shouldBe "leave DEFAULT"
    }

    "be given nothing of what a transformation drops, but get past it" in {
      val stage = new SinkStage(transforms = Map("transforms" -> "drop", "transforms.drop.type" -> "Filter"))
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      loop.stop(End.FOR_GOOD)
      stage.log.take().take(2) shouldBe Seq("put []", "preCommit {0=1,1=0}")
    }

    "fail with the reason when put fails, and commit only what was put before" in {
      val stage = new SinkStage
      val loop = stage.started(new stage.Task {
        override def onPut(values: Seq[String]): Unit =
          if (values.contains("b")) throw new IllegalStateException("full")
      })
      stage.give(stage.A, "a")
      loop.turn()
      stage.give(stage.A, "b")
      val failure = the[ConnectException] thrownBy loop.turn()
      failure should have message "Exiting WorkerSinkTask due to unrecoverable exception."
      failure.getCause should have message "full"
      stage.log.take()
      loop.stop(End.FAILED)
      stage.log.take() shouldBe Seq(
        "preCommit {0=1,1=0}",
        "close {0,1}",
        "commit and wait {0=1}",
        "stop",
        "leave LEAVE_GROUP"
      )
    }

    "fail when it cannot be opened" in {
      val stage = new SinkStage
      val loop = stage.loop(new stage.Task {
        override def open(partitions: java.util.Collection[org.apache.kafka.common.TopicPartition]): Unit =
          throw new IllegalStateException("no table")
      })
      loop.start()
      stage.consumer.updateBeginningOffsets(JMap.of(stage.A, Long.box(0)))
      stage.assigned(stage.A)
      an[IllegalStateException] should be thrownBy loop.turn()
    }

    "be stopped without being closed when it could not be started" in {
      val stage = new SinkStage
      val loop = stage.loop(new stage.Task {
        override def start(props: JMap[String, String]): Unit = throw new IllegalStateException("no table")
      })
      an[IllegalStateException] should be thrownBy loop.start()
      loop.stop(End.FAILED)
      stage.log.take() shouldBe Seq("stop", "leave LEAVE_GROUP")
    }

    "do something else first when it is woken" in {
      val stage = new SinkStage
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.wake()
      loop.turn()
      stage.log.take() shouldBe empty
      loop.turn()
      stage.log.take() shouldBe Seq("put [a]")
    }
  }

  "The topic of a record" should {
    "be reported with the first record that is read, whatever becomes of it" in {
      val stage = new SinkStage(transforms = Map("transforms" -> "drop", "transforms.drop.type" -> "Filter"))
      val loop = stage.started()
      loop.turn()
      stage.topicsUsed shouldBe empty
      stage.give(stage.A, "a")
      loop.turn()
      stage.give(stage.B, "b")
      loop.turn()
      stage.topicsUsed.asScala.map(_.topic).toSeq shouldBe Seq("t")
    }
  }

  "A sink that asks to be given its records again" should {
    "be given the same batch while its partitions rest, and go on then" in {
      val stage = new SinkStage
      var refusals = 2
      val loop = stage.started(new stage.Task {
        override def onPut(values: Seq[String]): Unit =
          if (values.nonEmpty && refusals > 0) { refusals -= 1; throw new RetriableException("busy") }
      })
      stage.give(stage.A, "a")
      loop.turn()
      stage.give(stage.A, "b")
      stage.consumer.paused.asScala shouldBe Set(stage.A, stage.B)
      loop.turn()
      stage.consumer.paused.asScala shouldBe Set(stage.A, stage.B)
      loop.turn()
      stage.consumer.paused.asScala shouldBe empty
      loop.turn()
      stage.log.take() shouldBe Seq("put [a]", "put [a]", "put [a]", "put [b]")
    }

    "not get past that batch" in {
      val stage = new SinkStage
      val loop = stage.started(new stage.Task {
        override def onPut(values: Seq[String]): Unit = if (values.nonEmpty) throw new RetriableException("busy")
      })
      stage.give(stage.A, "a")
      loop.turn()
      loop.stop(End.FOR_GOOD)
      stage.log.take() should contain inOrder ("put [a]", "preCommit {0=0,1=0}")
    }

    "choose how long to wait for it, but not beyond the next commit" in {
      val stage = new SinkStage(Assignments.settings(commitEvery = Duration.ofSeconds(1)))
      var wanted = 50L
      val task = new stage.Task {
        override def onPut(values: Seq[String]): Unit = if (values.nonEmpty) {
          ask.timeout(wanted)
          throw new RetriableException("busy")
        }
      }
      val loop = stage.started(task)
      stage.give(stage.A, "a")
      loop.turn()
      loop.turn()
      stage.consumer.lastPollTimeout shouldBe Duration.ofMillis(50)
      wanted = 3_600_000L
      loop.turn()
      loop.turn()
      stage.consumer.lastPollTimeout should be <= Duration.ofSeconds(1)
      stage.consumer.lastPollTimeout should be > Duration.ofMillis(50)
    }

    "be given only what is left of it after a rebalance" in {
      val stage = new SinkStage
      var busy = true
      val loop = stage.started(new stage.Task {
        override def onPut(values: Seq[String]): Unit =
          if (busy && values.nonEmpty) throw new RetriableException("busy")
      })
      stage.give(stage.A, "a")
      stage.give(stage.B, "b")
      loop.turn()
      busy = false
      stage.assigned(stage.B)
      stage.log.take()
      loop.turn()
      stage.log.take().last shouldBe "put [b]"
    }
  }

  "A sink that goes back" should {
    "be given its records again from there, and commit no further" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      stage.give(stage.A, "a", "b", "c")
      loop.turn()
      task.ask.offset(stage.A, 1)
      task.ask.requestCommit()
      loop.turn()
      stage.consumer.position(stage.A) shouldBe 1
      stage.log.take() shouldBe Seq("put [a,b,c]", "preCommit {0=3,1=0}", "commit {0=3}", "put []")
      loop.stop(End.FOR_GOOD)
      stage.log.take() should contain("preCommit {0=1,1=0}")
    }
  }
}
