package io.troupe.node

/** A hundred connectors stream while a hundred others come, change, pause, resume and go: nothing of them stops. */
class CollateralStorySlowSpec extends CompanyStory {

  override def company = "collateral"

  private lazy val workers = startAll().map(_.rest)

  private def every(rest: Rest, name: String, topic: String): Unit =
    source(rest, name, 1, topic, "tick.millis" -> "200").status shouldBe 201

  private def runningNow(kind: String): Int =
    allSeats(workers.head).filter(_._1.startsWith(kind)).values.flatMap(_.values).sum

  "A hundred connectors" should {

    "be left alone by what happens to a hundred others" in {
      createTopic("streams", 1)
      createTopic("others", 1)
      byAll(workers)((0 until 100).map(it => s"stream-$it"))(every(_, _, "streams"))
      eventually(runningNow("stream-") shouldBe 100)
      val before = runs
      val others = (0 until 100).map(it => s"other-$it")

      byAll(workers)(others)(every(_, _, "others"))
      eventually(runningNow("other-") shouldBe 100)
      changeAndDelete(workers)(others)

      say(s"${runs.size - before.size} starts and stops of the others")
      runs.filter(_.connector.startsWith("stream-")) shouldBe before
      runningNow("stream-") shouldBe 100
    }
  }
}
