package io.troupe.node

/** The database goes away for a while: tasks go on, questions are answered, changes are refused, nothing is lost. */
class DatabaseAwayStorySpec extends DatabaseAwayStory {

  override def company = "away"

  "Three workers whose database is away" should {

    "carry on, and record everything when it is back" in {
      val all = begin()

      survive("15 s away", all, 15)(proxy.goAway())(proxy.comeBack())

      all(2).kill()
      val killed = System.currentTimeMillis()
      eventually(ticks.written.map(_.count(_.millis > killed + 3000)).min should be > 50)
      ticks.written.flatMap(Ticks.repeats).foreach(_ should be < 150L)
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
