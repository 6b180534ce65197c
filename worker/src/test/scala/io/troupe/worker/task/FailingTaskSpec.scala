package io.troupe.worker.task

import io.troupe.worker.task.TaskLoop.End
import org.scalatest.wordspec.AnyWordSpecLike

import java.time.Duration

/** Whatever a task throws becomes a report, and its host ends. */
class FailingTaskSpec extends Hosting with AnyWordSpecLike {

  private def overflow(depth: Int): Int = 1 + overflow(depth + 1)

  private val failures: Seq[(String, () => Unit)] = Seq(
    "an exception" -> (() => throw new IllegalStateException("out of paper")),
    "an error" -> (() => throw new NoClassDefFoundError("out of paper")),
    "the want of memory" -> (() => throw new OutOfMemoryError("out of paper")),
    "an overflow of the stack" -> (() => { overflow(0); () }),
    "an interruption" -> (() => throw new InterruptedException("out of paper")),
    "a failure without words" -> (() => throw new Unspeakable)
  )

  /** A failure can fail at telling what it is. */
  private class Unspeakable extends IllegalStateException("out of paper") {
    override def getMessage: String = throw new NoClassDefFoundError("what am I?")
    override def getCause: Throwable = throw new NoClassDefFoundError("what am I?")
  }

  private val reason = "out of paper|StackOverflowError|Unspeakable"

  private class Loop(stage: Stage) extends ScriptedLoop(stage.calls) {
    override def wake(): Unit = ()
  }

  for ((what, fail) <- failures) {
    s"A task with $what" should {
      "fail while it is built, without being stopped" in {
        val stage = new Stage
        val host = stage.host { fail(); new Loop(stage) }
        stage.expectFailure(version = null) should include regex reason
        stage.expectEnd(host)
        stage.calls.expectMessage("build")
        stage.calls.expectNoMessage()
      }

      "fail while it starts, and be stopped" in {
        val stage = new Stage
        val host = stage.host(new Loop(stage) {
          override def start(): Unit = fail()
        })
        stage.expectFailure("1.0") should include regex reason
        stage.expectEnd(host)
        Seq("build", "stop FAILED").foreach(stage.calls.expectMessage(_))
      }

      "fail in a turn, and be stopped" in {
        val stage = new Stage
        val host = stage.host(new Loop(stage) {
          override def turn(): Duration = { fail(); Duration.ZERO }
        })
        stage.reports.expectMessage(new TaskReport.Running("1.0"))
        stage.expectFailure("1.0") should include regex reason
        stage.expectEnd(host)
        Seq("build", "start", "stop FAILED").foreach(stage.calls.expectMessage(_))
      }

      "fail when it is paused, and be stopped" in {
        val stage = new Stage
        val host = stage.runningHost(new Loop(stage) {
          override def pause(): Unit = fail()
        })
        host.pause()
        stage.expectFailure("1.0") should include regex reason
        stage.expectEnd(host)
        stage.calls.expectMessage("stop FAILED")
      }

      "fail when it is stopped, and not be stopped twice" in {
        val stage = new Stage
        val host = stage.runningHost(new Loop(stage) {
          override def stop(end: End): Unit = { super.stop(end); fail() }
        })
        host.stop(End.FOR_GOOD)
        stage.expectFailure(version = null) should include regex reason
        stage.expectEnd(host)
        stage.calls.expectMessage("stop FOR_GOOD")
        stage.calls.expectNoMessage()
      }
    }
  }

  "A task that fails again while it is stopped" should {
    "report the first failure" in {
      val stage = new Stage
      val host = stage.host(new Loop(stage) {
        override def turn(): Duration = throw new IllegalStateException("first")
        override def stop(end: End): Unit = throw new StackOverflowError("second")
      })
      stage.reports.expectMessage(new TaskReport.Running("1.0"))
      val trace = stage.expectFailure("1.0")
      trace should include("first")
      trace should not include "second"
      stage.expectEnd(host)
    }
  }

  "A task that cannot even say its version" should {
    "be failed, and stopped" in {
      val stage = new Stage
      val host = stage.host(new Loop(stage) {
        override def version: String = throw new IllegalStateException("what am I?")
      })
      stage.expectFailure(version = null) should include("what am I?")
      stage.expectEnd(host)
      Seq("build", "start", "stop FAILED").foreach(stage.calls.expectMessage(_))
    }
  }
}
