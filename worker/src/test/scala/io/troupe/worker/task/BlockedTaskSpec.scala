package io.troupe.worker.task

import io.troupe.worker.task.TaskLoop.End
import org.apache.pekko.actor.testkit.typed.scaladsl.FishingOutcomes
import org.scalatest.wordspec.AnyWordSpecLike

import java.time.Duration
import java.util.concurrent.CountDownLatch

/** A call that does not return costs its own thread and nothing else. */
class BlockedTaskSpec extends Hosting with AnyWordSpecLike {

  private class Blocked(stage: Stage, release: CountDownLatch) extends ScriptedLoop(stage.calls) {
    override def wake(): Unit = ()
    override def turn(): Duration = { super.turn(); release.await(); tell("turn over"); Duration.ZERO }
  }

  "A task in a long turn" should {
    "obey being stopped after it" in {
      val stage = new Stage
      val release = new CountDownLatch(1)
      val host = stage.runningHost(new Blocked(stage, release))
      host.stop(End.HANDED_OVER)
      stage.calls.expectNoMessage()
      release.countDown()
      stage.calls.expectMessage("turn over")
      stage.calls.fishForMessage(stage.calls.remainingOrDefault) {
        case "stop HANDED_OVER" => FishingOutcomes.complete
        case _ => FishingOutcomes.continue
      }
      stage.expectEnd(host)
    }

    "be woken by every request" in {
      val stage = new Stage
      val release = new CountDownLatch(1)
      val host = stage.runningHost(new Blocked(stage, release) {
        override def wake(): Unit = { tell("wake"); release.countDown() }
      })
      host.stop(End.FOR_GOOD)
      stage.calls.expectMessage("wake")
      stage.expectEnd(host)
    }
  }

  "A call that lasts" should {
    "be seen from outside while it does" in {
      val stage = new Stage
      val release = new CountDownLatch(1)
      val host = stage.runningHost(new Blocked(stage, release) {
        override def turn(): Duration = { super.turn(); Duration.ofHours(1) }
      })

      val stall = host.stall(Duration.ofNanos(1))
      stall.reason should include("Blocked.turn")
      host.stall(Duration.ofNanos(1)).begunNanos shouldBe stall.begunNanos
      host.stall(Duration.ofHours(1)) shouldBe null

      release.countDown()
      stage.calls.expectMessage("turn over")
      stage.calls.awaitAssert(host.stall(Duration.ZERO) shouldBe null)
      host.stop(End.FOR_GOOD)
      stage.expectEnd(host)
    }
  }

  "Tasks that block for ever" should {
    "not keep others from running" in {
      val never = new CountDownLatch(1)
      try {
        for (_ <- 1 to 3 * Runtime.getRuntime.availableProcessors) {
          val stage = new Stage
          stage.runningHost(new Blocked(stage, never))
        }
        val stage = new Stage
        val host = stage.runningHost(new ScriptedLoop(stage.calls))
        host.stop(End.FOR_GOOD)
        stage.expectEnd(host)
      } finally never.countDown()
    }
  }

  "An abandoned task" should {
    "be told from the thread that gave it up" in {
      val stage = new Stage
      val never = new CountDownLatch(1)
      val host = stage.runningHost(new Blocked(stage, never))
      host.abandon()
      stage.calls.expectMessage("abandon")
      never.countDown()
    }

    "be told also when it was still being built" in {
      val stage = new Stage
      val built = new CountDownLatch(1)
      val host = stage.host { built.await(); new ScriptedLoop(stage.calls) }
      stage.calls.expectMessage("build")
      host.stop(End.FOR_GOOD)
      host.abandon()
      built.countDown()
      stage.calls.expectMessage("abandon")
      stage.expectEnd(host)
    }
  }
}
