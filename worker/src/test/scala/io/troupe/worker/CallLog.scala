package io.troupe.worker

import scala.collection.mutable.ArrayBuffer

/** Who was called, in order, by whatever thread. */
final class CallLog {
  private val calls = new ArrayBuffer[String]

  def add(call: String): Unit = synchronized { calls += call; () }

  /** What was called since it was last asked. */
  def take(): Seq[String] = synchronized {
    val taken = calls.toList
    calls.clear()
    taken
  }
}
