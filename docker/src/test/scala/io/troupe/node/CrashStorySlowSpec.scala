package io.troupe.node

/** Three workers in one cluster: whichever is killed, or asked to leave, the others carry on with all tasks. */
class CrashStorySlowSpec extends CompanyStory {

  override def company = "crash"

  private val patience = 15000L

  "Three workers" should {

    "share the tasks, and carry on when any of them is gone" in {
      createTopic()
      val all = startAll()
      val (oldest, second, third) = (all(0), all(1), all(2))
      count(second.rest).status shouldBe 201
      note(second.rest).status shouldBe 201
      eventually(spread(second.rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 150)

      survive("kill -9 of one", Seq(oldest, second), patience)(third.kill())
      eventually(spread(second.rest, 2))

      val again = start(2, "second-life")
      again.address
      eventually(spread(again.rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 300)
      survive("kill -9 of the oldest", Seq(second, again), patience)(oldest.kill())
      eventually(spread(second.rest, 2))

      val repeated = ticks.written.map(Ticks.repeats)
      survive("SIGTERM of one", Seq(second), patience)(again.terminate())
      eventually(spread(second.rest, 1))
      say(s"repeated: ${repeated.mkString(" ")}")
      ticks.written.map(Ticks.repeats) shouldBe repeated
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
      repeated.flatten.foreach(_ should be < 150L)

      second.rest.put("/connectors/count/stop").status shouldBe 204
      eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
      ticks.taken.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
