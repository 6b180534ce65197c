package io.troupe.worker.sink

import io.troupe.worker.Assignments
import io.troupe.worker.errors.ErrorReporter
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.clients.consumer.OffsetAndMetadata
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.connect.errors.{ConnectException, IllegalWorkerStateException}
import org.apache.kafka.connect.sink.SinkRecord
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.{Collection => JCollection, HashMap => JHashMap, Map => JMap}

/** What a sink may ask for from its callbacks, and what becomes of whatever they throw: as in Kafka Connect. */
class SinkCallbacksSpec extends AnyWordSpec with Matchers {

  private type Offsets = JMap[TopicPartition, OffsetAndMetadata]

  "A sink that asks for an offset when it is opened" should {
    "be given nothing from before it" in {
      val stage = new SinkStage
      val loop = stage.loop(new stage.Task {
        override def open(partitions: JCollection[TopicPartition]): Unit = {
          super.open(partitions)
          context.offset(stage.A, 2)
        }
      })
      loop.start()
      stage.consumer.updateBeginningOffsets(JMap.of(stage.A, Long.box(0)))
      stage.assignedAndGiven(stage.A)("a", "b", "c", "d")
      loop.turn()
      stage.log.take() shouldBe Seq("start", "open {0}", "put [c,d]")
    }

    "not be moved when it could not be opened" in {
      val stage = new SinkStage
      val loop = stage.loop(new stage.Task {
        override def open(partitions: JCollection[TopicPartition]): Unit = {
          context.offset(stage.A, 2)
          throw new IllegalStateException("no table")
        }
      })
      loop.start()
      stage.consumer.updateBeginningOffsets(JMap.of(stage.A, Long.box(0)))
      stage.assigned(stage.A)
      an[IllegalStateException] should be thrownBy loop.turn()
      stage.consumer.position(stage.A) shouldBe 0
    }
  }

  "A wait that a sink asks for" should {
    for (none <- Seq(-1L, 0L)) s"be ignored, and the one before it forgotten, when it is $none ms" in {
      val stage = new SinkStage(Assignments.settings(commitEvery = Duration.ofSeconds(1)))
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.timeout(50)
      task.ask.timeout(none)
      loop.turn()
      stage.consumer.lastPollTimeout should be > Duration.ofMillis(50)
    }
  }

  "An offset that a sink asks for" should {
    "be ignored when it is null, and the others be taken" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      val offsets = new JHashMap[TopicPartition, java.lang.Long]
      offsets.put(stage.A, null)
      offsets.put(stage.B, 5L)
      task.ask.offset(offsets)
      loop.turn()
      stage.consumer.position(stage.A) shouldBe 0
      stage.consumer.position(stage.B) shouldBe 5
    }

    "be nothing when there is none" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.offset(JMap.of[TopicPartition, java.lang.Long]())
      loop.turn()
      stage.log.take() shouldBe Seq("put []")
    }

    "fail the task when it has no such partition" in {
      for (partition <- Seq(new TopicPartition("t", 7), null)) {
        val stage = new SinkStage
        val task = new stage.Task
        val loop = stage.started(task)
        task.ask.offset(partition, 5)
        an[IllegalStateException] should be thrownBy loop.turn()
      }
    }

    "be forgotten with its partition" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.offset(stage.A, 5)
      stage.listener.onPartitionsRevoked(java.util.List.of(stage.A))
      loop.turn()
      stage.consumer.position(stage.A) shouldBe 0
    }
  }

  "Partitions that a sink pauses or resumes" should {
    "be its own, also when there is none" in {
      val stage = new SinkStage
      val task = new stage.Task
      stage.started(task)
      an[IllegalWorkerStateException] should be thrownBy task.ask.pause(null: TopicPartition)
      an[IllegalWorkerStateException] should be thrownBy task.ask.resume(null: TopicPartition)
    }

    "be named once or more" in {
      val stage = new SinkStage
      val task = new stage.Task
      val loop = stage.started(task)
      task.ask.pause(stage.A, stage.A)
      task.ask.resume(stage.A, stage.A)
      task.ask.pause()
      loop.turn()
      stage.consumer.paused shouldBe empty
    }
  }

  private val failures: Seq[() => Throwable] =
    Seq(() => new IllegalStateException("broken"), () => new NoClassDefFoundError("broken"))

  for (failure <- failures) {
    val name = failure().getClass.getSimpleName

    s"A sink that throws $name" should {
      "fail with it in open, and not be opened again in the same poll" in {
        val stage = new SinkStage
        val loop = stage.loop(new stage.Task {
          override def open(partitions: JCollection[TopicPartition]): Unit = { super.open(partitions); throw failure() }
        })
        loop.start()
        stage.consumer.updateBeginningOffsets(JMap.of(stage.A, Long.box(0)))
        stage.listener.onPartitionsAssigned(java.util.List.of())
        stage.consumer.schedulePollTask { () =>
          stage.consumer.rebalance(java.util.List.of(stage.A))
          stage.listener.onPartitionsAssigned(java.util.List.of(stage.A))
        }
        val thrown = the[Throwable] thrownBy loop.turn()
        thrown.getClass shouldBe failure().getClass
        stage.log.take() shouldBe Seq("start", "open {0}")
      }

      "fail with it in close, after its last commit" in {
        val stage = new SinkStage
        val loop = stage.started(new stage.Task {
          override def close(partitions: JCollection[TopicPartition]): Unit = throw failure()
        })
        stage.schedulingRevocation(stage.A)
        val thrown = the[Throwable] thrownBy loop.turn()
        thrown.getClass shouldBe failure().getClass
        stage.log.take() shouldBe Seq("preCommit {0=0}")
      }

      "fail with it in close of lost partitions" in {
        val stage = new SinkStage
        val loop = stage.started(new stage.Task {
          override def close(partitions: JCollection[TopicPartition]): Unit = throw failure()
        })
        stage.consumer.schedulePollTask(() => stage.listener.onPartitionsLost(java.util.List.of(stage.A)))
        val thrown = the[Throwable] thrownBy loop.turn()
        thrown.getClass shouldBe failure().getClass
      }

      "fail in put with the words of the original" in {
        val stage = new SinkStage
        val loop = stage.started(new stage.Task {
          override def onPut(values: Seq[String]): Unit = if (values.nonEmpty) throw failure()
        })
        stage.give(stage.A, "a")
        val thrown = the[ConnectException] thrownBy loop.turn()
        thrown should have message "Exiting WorkerSinkTask due to unrecoverable exception."
        thrown.getCause.getClass shouldBe failure().getClass
      }

      for (asked <- Seq("preCommit", "flush")) {
        s"go back to its last commit, and on, when that is in $asked" in {
          val stage = new SinkStage
          var failing = true
          def fail(): Unit = if (failing) throw failure()
          val task = new stage.Task {
            override def preCommit(offsets: Offsets): Offsets =
              if (asked == "preCommit") { fail(); offsets }
              else { flush(offsets); offsets }
            override def flush(offsets: Offsets): Unit = fail()
          }
          val loop = stage.started(task)
          stage.give(stage.A, "a")
          loop.turn()
          task.ask.requestCommit()
          loop.turn()
          stage.consumer.position(stage.A) shouldBe 0
          failing = false
          task.ask.requestCommit()
          noException should be thrownBy loop.turn()
        }

        s"be closed all the same when that is in $asked of its end" in {
          val stage = new SinkStage
          val loop = stage.started(new stage.Task {
            override def preCommit(offsets: Offsets): Offsets =
              if (asked == "preCommit") throw failure() else { flush(offsets); offsets }
            override def flush(offsets: Offsets): Unit = throw failure()
          })
          loop.stop(End.FOR_GOOD)
          stage.log.take() shouldBe Seq("close {0,1}", "stop", "leave LEAVE_GROUP")
        }
      }

      "fail when what it reports cannot be noted, even if it catches that" in {
        val failing: ErrorReporter = _ => throw failure()
        val stage = new SinkStage(transforms = Map("errors.tolerance" -> "all"), reporter = Some(failing))
        val loop = stage.started(new stage.Task {
          override def put(records: JCollection[SinkRecord]): Unit = records.forEach { record =>
            a[Throwable] should be thrownBy context.errantRecordReporter.report(record, new Exception("no"))
            ()
          }
        })
        stage.give(stage.A, "a")
        val thrown = the[ConnectException] thrownBy loop.turn()
        thrown.getCause.getClass shouldBe failure().getClass
      }
    }
  }

  "A sink that is woken more than once while it commits for the last time" should {
    "wait for its commit, and come back from the poll" in {
      val stage = new SinkStage(wakesDuringCommit = 3)
      val loop = stage.started()
      stage.give(stage.A, "a")
      loop.turn()
      stage.log.take()
      stage.schedulingRevocation(stage.A)
      noException should be thrownBy loop.turn()
      stage.log.take() shouldBe Seq("preCommit {0=1}", "close {0}", "commit and wait {0=1}")
    }
  }
}
