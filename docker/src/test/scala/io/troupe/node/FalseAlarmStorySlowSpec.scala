package io.troupe.node

import java.util.concurrent.{Executors, TimeUnit}

/** Half an hour (`-Dalarm.minutes`) in which the processors are overloaded, the disk is slow, and one worker after the
  * other stands still for two seconds: nobody is taken for dead, and no task notices more than that.
  */
class FalseAlarmStorySlowSpec extends CompanyStory {

  override def company = "false-alarm"

  private val minutes = Option(System.getProperty("alarm.minutes")).fold(30L)(_.toLong)
  private val standstill = 2L
  private val betweenStandstills = 8L
  private val silent = 10000L

  /** Two that compute for each processor, and one that writes to the disk and waits until it is there. */
  private def burden(): Seq[Process] =
    Seq.fill(2 * Runtime.getRuntime.availableProcessors())("while :; do :; done") :+
      s"while :; do dd if=/dev/zero of=${home.resolve("burden")} bs=1M count=64 conv=fsync 2> /dev/null; done" map {
        program => new ProcessBuilder("sh", "-c", program).start()
      }

  "Three workers on a machine that is overloaded" should {

    "not take each other for dead" in {
      createTopic()
      val workers = startAll()
      count(workers.head.rest).status shouldBe 201
      note(workers.head.rest).status shouldBe 201
      eventually(spread(workers.head.rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 150)
      val started = runs.filter(_.start)

      val since = System.currentTimeMillis()
      val end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes)
      val burdens = burden()
      val times = Executors.newSingleThreadScheduledExecutor()
      try {
        val standstills = Iterator
          .continually(workers)
          .flatten
          .takeWhile(_ => System.nanoTime() < end)
          .map { worker =>
            worker.freeze()
            times.schedule((() => worker.thaw()): Runnable, standstill, TimeUnit.SECONDS).get()
            times.schedule((() => ()): Runnable, betweenStandstills, TimeUnit.SECONDS).get()
          }
          .size
        say(s"$standstills times a worker stood still for $standstill s, in $minutes minutes")
        burdens.foreach(_.isAlive shouldBe true)
      } finally {
        times.shutdownNow()
        burdens.foreach(_.destroyForcibly())
      }

      val written = ticks.written.map(Ticks.silence(_, since))
      val taken = ticks.taken.map(Ticks.silence(_, since))
      say(s"silence of source tasks ${written.mkString(", ")} ms; of sink partitions ${taken.mkString(", ")} ms")
      workers.foreach(_.isAlive shouldBe true)
      runs.filter(_.start) shouldBe started
      ticks.written.flatMap(Ticks.repeats) shouldBe empty
      written.max should be < silent
      taken.max should be < silent
    }
  }
}
