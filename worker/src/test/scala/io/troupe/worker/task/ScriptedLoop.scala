package io.troupe.worker.task

import io.troupe.worker.task.TaskLoop.End
import org.apache.pekko.actor.testkit.typed.scaladsl.TestProbe

import java.time.Duration

/** A loop that tells each call, and then does what the test wants. */
class ScriptedLoop(calls: TestProbe[String]) extends TaskLoop {
  private val waitForTurn = Duration.ofMinutes(1)

  protected def tell(call: String): Unit = calls.ref ! call

  override def version: String = "1.0"
  override def start(): Unit = tell("start")
  override def turn(): Duration = { tell("turn"); waitForTurn }
  override def pause(): Unit = tell("pause")
  override def resume(): Unit = tell("resume")
  override def stop(end: End): Unit = tell(s"stop $end")
  override def wake(): Unit = tell("wake")
  override def abandon(): Unit = tell("abandon")
}
