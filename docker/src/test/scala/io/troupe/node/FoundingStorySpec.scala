package io.troupe.node

import scala.concurrent.duration._

/** There is one cluster, also when the node that may found it comes back while the others are too busy to answer. */
class FoundingStorySpec extends CompanyStory {

  override def company = "founding"

  "The first seed node" should {

    "not found a second cluster while another node is alive and silent" in {
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
      second.thaw()

      again.address
      eventually(seats(again.rest, "count") should have size 2)
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
