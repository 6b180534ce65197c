package io.troupe.node

class ChaosStorySlowSpec extends ChaosStory {

  override def company = "chaos"

  "Three workers that are treated badly" should {
    "bring every record through, in order" in treatBadly()
  }
}
