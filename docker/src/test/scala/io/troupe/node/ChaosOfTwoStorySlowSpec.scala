package io.troupe.node

class ChaosOfTwoStorySlowSpec extends ChaosStory {

  override def company = "chaos-of-two"
  override def nodes = 2

  "Two workers that are treated badly" should {
    "bring every record through, in order" in treatBadly()
  }
}
