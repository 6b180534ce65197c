package io.troupe.worker.task

import io.troupe.persistence.connector.TargetState
import io.troupe.worker.task.TaskLoop.End
import org.apache.pekko.actor.testkit.typed.scaladsl.FishingOutcomes
import org.scalatest.wordspec.AnyWordSpecLike

import java.time.Duration

/** The phases of a task's host. */
class TaskActorSpec extends Hosting with AnyWordSpecLike {

  "A task" should {
    "be built, started and run turn by turn" in {
      val stage = new Stage
      stage.host(new ScriptedLoop(stage.calls) {
        override def turn(): Duration = { super.turn(); Duration.ZERO }
      })
      Seq("build", "start", "turn", "turn", "turn").foreach(stage.calls.expectMessage(_))
      stage.reports.expectMessage(new TaskReport.Running("1.0"))
    }

    "wait for its next turn as long as it says" in {
      val stage = new Stage
      stage.runningHost(new ScriptedLoop(stage.calls))
      stage.calls.expectNoMessage()
    }

    "be told how it ends, and report nothing any more" in {
      for (end <- End.values) {
        val stage = new Stage
        val host = stage.runningHost(new ScriptedLoop(stage.calls))
        host.stop(end)
        stage.calls.fishForMessagePF(stage.calls.remainingOrDefault) {
          case "wake" => FishingOutcomes.continue
          case call => call shouldBe s"stop $end"; FishingOutcomes.complete
        }
        stage.expectEnd(host)
        stage.reports.expectNoMessage()
      }
    }

    "run on a thread of its own that carries its name" in {
      val stage = new Stage
      stage.host(new ScriptedLoop(stage.calls) {
        override def start(): Unit = tell(Thread.currentThread.getName)
      })
      stage.calls.expectMessage("build")
      stage.calls.expectMessage("task-thread-orders-0")
    }
  }

  "A running task" should {
    "pause and be resumed between two turns, and then go on" in {
      val stage = new Stage
      val host = stage.runningHost(new Quiet(stage))
      host.pause()
      stage.calls.expectMessage("pause")
      stage.reports.expectMessage(new TaskReport.Paused("1.0"))
      host.resume()
      stage.calls.expectMessage("resume")
      stage.reports.expectMessage(new TaskReport.Running("1.0"))
      stage.calls.expectMessage("turn")
      stage.calls.expectNoMessage()
    }

    "have one turn at a time, however often it was paused" in {
      val stage = new Stage
      val host = stage.runningHost(new Quiet(stage))
      for (_ <- 1 to 3) {
        host.pause()
        host.resume()
        Seq("pause", "resume", "turn").foreach(stage.calls.expectMessage(_))
      }
      stage.calls.expectNoMessage()
    }

    "ignore being resumed" in {
      val stage = new Stage
      val host = stage.runningHost(new Quiet(stage))
      host.resume()
      stage.calls.expectNoMessage()
      stage.reports.expectNoMessage()
    }

    "work on what is due while it is paused" in {
      val stage = new Stage
      val host = stage.host(new Quiet(stage) {
        override def turn(): Duration = { super.turn(); Duration.ofMillis(1) }
      })
      host.pause()
      stage.reports.fishForMessage(stage.reports.remainingOrDefault) {
        case _: TaskReport.Paused => FishingOutcomes.complete
        case _ => FishingOutcomes.continue
      }
      stage.calls.fishForMessage(stage.calls.remainingOrDefault) {
        case "pause" => FishingOutcomes.complete
        case _ => FishingOutcomes.continue
      }
      stage.calls.expectMessage("turn")
      stage.calls.expectMessage("turn")
    }
  }

  "A task that is assigned while its connector is paused" should {
    "not even build the plugin" in {
      val stage = new Stage(TargetState.PAUSED)
      stage.host(new Quiet(stage))
      stage.reports.expectMessage(new TaskReport.Paused(null))
      stage.calls.expectNoMessage()
    }

    "begin when it is resumed" in {
      val stage = new Stage(TargetState.PAUSED)
      val host = stage.host(new Quiet(stage))
      stage.reports.expectMessage(new TaskReport.Paused(null))
      host.resume()
      Seq("build", "start", "turn").foreach(stage.calls.expectMessage(_))
      stage.reports.expectMessage(new TaskReport.Running("1.0"))
    }

    "end without a word when it is stopped" in {
      val stage = new Stage(TargetState.PAUSED)
      val host = stage.host(new Quiet(stage))
      stage.reports.expectMessage(new TaskReport.Paused(null))
      host.stop(End.FOR_GOOD)
      stage.expectEnd(host)
      stage.calls.expectNoMessage()
    }
  }

  /** Does not tell when it is woken: that comes from another thread, at any time. */
  private class Quiet(stage: Stage) extends ScriptedLoop(stage.calls) {
    override def wake(): Unit = ()
  }
}
