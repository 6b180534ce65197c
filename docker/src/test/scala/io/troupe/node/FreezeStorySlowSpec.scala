package io.troupe.node

import org.apache.kafka.clients.admin.Admin
import org.scalatest.time.{Seconds, Span}
import scala.jdk.CollectionConverters._
import scala.util.Using

/** A worker that is silent for long loses its tasks, and does no harm when it speaks again. */
class FreezeStorySlowSpec extends CompanyStory {

  override def company = "freeze"

  private val replaced = 15000L
  private val frozen = 20000L

  "A worker that freezes for 20 s" should {

    "be replaced within 15 s, commit nothing when it wakes up, and come back as a new member" in {
      createTopic()
      val all = startAll()
      val (first, second, third) = (all(0), all(1), all(2))
      count(first.rest).status shouldBe 201
      note(first.rest).status shouldBe 201
      eventually(spread(first.rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 150)

      val since = System.currentTimeMillis()
      survive("SIGSTOP of one", Seq(first, second), replaced)(third.freeze())
      eventually(spread(first.rest, 2))
      eventually(System.currentTimeMillis() should be >= since + frozen)
      third.thaw()
      Using.resource(Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)) { admin =>
        val woken = System.currentTimeMillis()
        Progress.goesOn(first.rest, admin, woken + 60000)(third.output.contains("was removed from its cluster"))
        say(s"the worker that was frozen knew that it was removed ${System.currentTimeMillis() - woken} ms after")
      }
      eventually(timeout(Span(60, Seconds)))(spread(third.rest, 3))
      third.isAlive shouldBe true
      second.rest.put("/connectors/count/stop").status shouldBe 204
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
      eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
      ticks.taken.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
