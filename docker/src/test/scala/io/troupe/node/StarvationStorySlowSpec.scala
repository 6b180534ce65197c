package io.troupe.node

import java.util.concurrent.TimeUnit

/** Three workers that begin together on processors that others keep busy, and ten minutes of that (`-Dalarm.minutes`):
  * they come up, and nobody takes anybody for dead.
  */
class StarvationStorySlowSpec extends CompanyStory {

  override def company = "starvation"

  private val minutes = Option(System.getProperty("alarm.minutes")).fold(10L)(_.toLong)
  private val hogs = 8

  "Three workers that lack processor time from the first moment" should {

    "come up, and not remove each other" in {
      createTopic()
      val burdens = Seq.fill(hogs)(new ProcessBuilder("sh", "-c", "while :; do :; done").start())
      try {
        val workers = startAll()
        count(workers.head.rest).status shouldBe 201
        note(workers.head.rest).status shouldBe 201
        val end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes)
        eventually(timeout(org.scalatest.time.Span(minutes + 1, org.scalatest.time.Minutes))) {
          System.nanoTime() should be > end
        }
        burdens.foreach(_.isAlive shouldBe true)
        workers.foreach { worker =>
          worker.isAlive shouldBe true
          worker.output should not include "was removed from its cluster"
        }
        eventually(spread(workers.head.rest, 3))
      } finally burdens.foreach(_.destroyForcibly())
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
