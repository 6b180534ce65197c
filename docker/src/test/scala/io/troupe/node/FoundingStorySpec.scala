package io.troupe.node

import scala.concurrent.duration._

/** There is one cluster: who starts leaves it to those who live, and takes it over from those who are silent for long.
  */
class FoundingStorySpec extends CompanyStory {

  override def company = "founding"

  "A worker that starts while the only other one is silent" should {

    "take the cluster over after a while, and have the other one as a new member when it speaks again" in {
      createTopic()
      val first = start(0, "first-life")
      val second = start(1, "first-life")
      Seq(first, second).foreach(_.address)
      count(second.rest).status shouldBe 201
      eventually(seats(second.rest, "count") should have size 2)
      first.kill()
      eventually(seats(second.rest, "count") should have size 1)
      second.freeze()

      val again = start(0, "second-life")
      again.isUpWithin(8.seconds) shouldBe false
      again.address
      eventually(seats(again.rest, "count") should have size 1)
      second.thaw()

      eventually(second.output should include("was removed from its cluster"))
      eventually(seats(again.rest, "count") should have size 2)
      second.isAlive shouldBe true
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
