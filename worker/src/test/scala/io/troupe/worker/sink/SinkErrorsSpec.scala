package io.troupe.worker.sink

import io.troupe.worker.errors.{ErrorReporter, FailedRecord, Stage}
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.connect.errors.ConnectException
import org.apache.kafka.connect.sink.SinkRecord
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.util.concurrent.CompletableFuture
import scala.collection.mutable

/** What becomes of records that a sink, or something before it, cannot use. */
class SinkErrorsSpec extends AnyWordSpec with Matchers {

  private val tolerant = Map("errors.tolerance" -> "all")
  private val noted = mutable.Buffer.empty[FailedRecord]
  private val reporter: ErrorReporter = failed => { noted += failed; CompletableFuture.completedFuture(null) }

  "A sink that reports a record" should {
    "go on when failures are tolerated, and what is noted is the record as it lay in Kafka" in {
      noted.clear()
      val stage = new SinkStage(transforms = tolerant, reporter = Some(reporter))
      val task = new stage.Task {
        override def put(records: java.util.Collection[SinkRecord]): Unit = records.forEach { record =>
          val changed =
            record.newRecord("x", 9, null, "k", null, "changed", 1L, new org.apache.kafka.connect.header.ConnectHeaders)
          context.errantRecordReporter.report(changed, new IllegalArgumentException("no")).get()
          ()
        }
      }
      val loop = stage.started(task)
      stage.give(stage.A, "a")
      loop.turn()
      loop.stop(End.FOR_GOOD)
      noted should have size 1
      noted.head.stage shouldBe Stage.TASK_PUT
      val origin = noted.head.origin.asInstanceOf[ConsumerRecord[Array[Byte], Array[Byte]]]
      new String(origin.value) shouldBe "a"
      origin.topic shouldBe "t"
      stage.log.take() should contain("commit and wait {0=1}")
    }

    "fail when nothing is tolerated, even if it catches the refusal" in {
      noted.clear()
      val stage = new SinkStage(reporter = Some(reporter))
      val loop = stage.started(new stage.Task {
        override def put(records: java.util.Collection[SinkRecord]): Unit = records.forEach { record =>
          a[ConnectException] should be thrownBy context.errantRecordReporter.report(record, new Exception("no"))
          ()
        }
      })
      stage.give(stage.A, "a")
      val failure = the[ConnectException] thrownBy loop.turn()
      failure should have message "Tolerance exceeded in error handler"
      noted should have size 1
      stage.log.take()
      loop.stop(End.FAILED)
      stage.log.take().filter(_.startsWith("commit")) shouldBe empty
    }
  }

  "A sink whose reported record cannot be noted" should {
    "fail" in {
      val failing: ErrorReporter = _ => CompletableFuture.failedFuture(new IllegalStateException("no queue"))
      val stage = new SinkStage(transforms = tolerant, reporter = Some(failing))
      val loop = stage.started(new stage.Task {
        override def put(records: java.util.Collection[SinkRecord]): Unit = records.forEach { record =>
          context.errantRecordReporter.report(record, new Exception("no"))
          ()
        }
      })
      stage.give(stage.A, "a")
      a[ConnectException] should be thrownBy loop.turn()
    }
  }

  "A sink without anybody who would note a record" should {
    "have no reporter" in {
      val stage = new SinkStage(transforms = tolerant)
      val task = new stage.Task
      stage.started(task)
      task.ask.errantRecordReporter shouldBe null
    }
  }

  "A record that cannot be converted" should {
    "be skipped when that is tolerated, and its offset be got past" in {
      noted.clear()
      val json = Map(
        "value.converter" -> "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable" -> "false"
      )
      val stage = new SinkStage(transforms = tolerant ++ json, reporter = Some(reporter))
      val loop = stage.started()
      stage.give(stage.A, "1", "{", "2")
      loop.turn()
      loop.stop(End.FOR_GOOD)
      noted.map(_.stage) shouldBe Seq(Stage.VALUE_CONVERTER)
      stage.log.take() should contain inOrder ("put [1,2]", "commit and wait {0=3}")
    }
  }
}
