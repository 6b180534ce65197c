package io.troupe.node

import org.scalatest.time.{Seconds, Span}

/** Exactly-once sources cannot commit without their database: they wait for it, and then go on. */
class ExactlyOnceAwayStorySlowSpec extends DatabaseAwayStory {

  override def company = "exactly-away"

  override def settings: Map[String, String] = super.settings + ("exactly.once.source.support" -> "enabled")

  override lazy val ticks = new Ticks("ticks", partitions, taken, client + ("isolation.level" -> "read_committed"))

  "Exactly-once sources whose database is away" should {

    "wait for it, and write each record once" in {
      val all = begin()
      val started = starts

      proxy.goAway()
      val since = System.currentTimeMillis()
      // Not the one that is watched: what is asked at this moment may be carried out when the database is back.
      eventually(all.foreach(_.rest.put("/connectors/spare/pause").status shouldBe 503))
      eventually(timeout(Span(100, Seconds)))(System.currentTimeMillis() should be > since + 75000)
      all.head.rest.states("count") shouldBe "RUNNING: " + Seq.fill(partitions)("RUNNING").mkString(", ")
      proxy.comeBack()

      val back = System.currentTimeMillis()
      eventually(ticks.written.map(_.count(_.millis > back)).min should be > 50)
      val silence = ticks.written.map(it => it.map(_.millis).filter(_ > back).min - back)
      say(s"75 s away: source tasks go on after ${silence.mkString(", ")} ms")
      all.head.rest.states("count") shouldBe "RUNNING: " + Seq.fill(partitions)("RUNNING").mkString(", ")
      starts shouldBe started
      ticks.written.flatMap(Ticks.repeats) shouldBe empty
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
