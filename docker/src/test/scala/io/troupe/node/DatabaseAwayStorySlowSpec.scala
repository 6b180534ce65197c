package io.troupe.node

/** The same for longer, and with a database that does not even refuse. */
class DatabaseAwayStorySlowSpec extends DatabaseAwayStory {

  override def company = "long-away"

  "Three workers whose database is away" should {

    "carry on for a minute, whether it refuses or says nothing" in {
      val all = begin()

      survive("60 s away", all, 60)(proxy.goAway())(proxy.comeBack())
      survive("60 s frozen", all, 60)(proxy.freeze())(proxy.thaw())

      all(2).kill()
      val killed = System.currentTimeMillis()
      eventually(ticks.written.map(_.count(_.millis > killed + 3000)).min should be > 50)
      ticks.written.flatMap(Ticks.repeats).foreach(_ should be < 150L)
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
