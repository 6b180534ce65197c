package io.troupe.node

import org.apache.kafka.clients.admin.Admin
import org.scalatest.time.{Seconds, Span}
import scala.jdk.CollectionConverters._
import scala.util.Using

/** A worker that the others do not reach any more loses its tasks, although Kafka, database and clients still reach it.
  */
class PartitionStorySlowSpec extends CutOffStory {

  override def company = "partition"
  private val replaced = 15000L

  "A worker that is cut off from the others" should {

    "be replaced within 15 s, commit nothing that goes back, and come back as a new member" in {
      assume(Namespaces.permitted, s"no network namespaces, which need root: ${Namespaces.refusal}")
      net
      createTopic()
      val all = startAll()
      count(all(1).rest).status shouldBe 201
      note(all(1).rest).status shouldBe 201
      eventually(spread(all(1).rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 150)

      cutOff("the youngest", 2, all(2), Seq(all(0), all(1)))
      cutOff("the oldest", 0, all(0), Seq(all(1), all(2)))

      all(1).rest.put("/connectors/count/stop").status shouldBe 204
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
      eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
      ticks.taken.foreach(Ticks.missing(_) shouldBe empty)
    }
  }

  private def cutOff(what: String, number: Int, worker: Program, others: Seq[Program]): Unit =
    Using.resource(Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)) { admin =>
      val before = Progress.read(others.head.rest, admin)
      val since = System.currentTimeMillis()
      survive(s"partition of $what", others, replaced)(net.cut(number))
      eventually(spread(others.head.rest, 2))
      val elsewhere = System.currentTimeMillis() - since
      say(s"partition of $what: its tasks ran elsewhere after $elsewhere ms")
      elsewhere should be < replaced
      Progress.read(others.head.rest, admin).behind(before) shouldBe empty
      Progress.goesOn(others.head.rest, admin, since + 90000)(worker.output.contains("was removed from its cluster"))
      say(s"partition of $what: it knew that it was removed after ${System.currentTimeMillis() - since} ms")
      ticks.written.flatMap(Ticks.afterwards) shouldBe empty
      net.mend(number)
      eventually(timeout(Span(120, Seconds)))(spread(worker.rest, 3))
      worker.isAlive shouldBe true
    }
}
