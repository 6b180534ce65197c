package io.troupe.node

import org.scalatest.time.{Seconds, Span}

/** Two workers are enough: whichever is lost, however it is lost, the other one goes on within 15 s, and the one that
  * is lost stops before. It comes back by itself.
  */
class TwoNodesStorySlowSpec extends CutOffStory {

  override def company = "two-nodes"
  override def nodes = 2

  private val replaced = 15000L
  private lazy val all = startAll()
  private def oldest = all(0)
  private def youngest = all(1)

  private def begin(): Unit = {
    assume(Namespaces.permitted, s"no network namespaces, which need root: ${Namespaces.refusal}")
    net
    createTopic()
    count(oldest.rest).status shouldBe 201
    note(oldest.rest).status shouldBe 201
    eventually(spread(oldest.rest, 2))
    eventually(ticks.taken.map(_.size).min should be > 150)
  }

  private def removals(worker: Program): Int = "was removed from its cluster".r.findAllIn(worker.output).size

  /** @param stops
    *   whether it can stop: a frozen one cannot
    */
  private def lose(what: String, lost: Program, survivor: Program, stops: Boolean = true)(
      deed: => Unit
  )(undo: => Unit): Unit = {
    val before = removals(lost)
    val written = ticks.written.map(_.size)
    survive(what, Seq(survivor), replaced)(deed)
    eventually(spread(survivor.rest, 1))
    if (stops)
      ticks.written.zip(written).flatMap { case (now, then) => Ticks.afterwards(now.drop(then)) } shouldBe empty
    undo
    eventually(removals(lost) shouldBe before + 1)
    eventually(timeout(Span(120, Seconds)))(spread(survivor.rest, 2))
    lost.isAlive shouldBe true
  }

  "Of two workers the other one" should {

    "go on when one freezes" in {
      begin()
      lose("freeze of the oldest", oldest, youngest, stops = false)(oldest.freeze())(oldest.thaw())
      lose("freeze of the other", youngest, oldest, stops = false)(youngest.freeze())(youngest.thaw())
    }

    "go on when one loses its power" in {
      lose("power loss of the first", oldest, youngest)(net.powerOff(0))(net.powerOn(0))
      lose("power loss of the second", youngest, oldest)(net.powerOff(1))(net.powerOn(1))
    }

    "go on when they cannot reach each other" in {
      lose("cut between them", youngest, oldest)(net.cut(1))(net.mend(1))
    }

    "both go on when the database alone is away" in {
      val before = all.map(removals)
      database.freeze()
      val since = System.currentTimeMillis()
      eventually(System.currentTimeMillis() should be > since + 20000)
      database.thaw()
      ticks.written.map(Ticks.silence(_, since)).max should be < 5000L
      all.map(removals) shouldBe before
    }

    "go on alone when the database is away as they are cut, if it is the older one" in {
      val before = all.map(removals)
      val written = ticks.written.map(_.size)
      database.goAway()
      net.cut(1)
      val since = System.currentTimeMillis()
      eventually(System.currentTimeMillis() should be > since + 25000)
      val alive = ticks.written.map(_.exists(_.millis > since + replaced))
      say(s"database away and cut: ${alive.count(identity)} partitions are written on, ${alive.count(!_)} are not")
      alive should contain allOf (true, false)
      database.comeBack()
      net.mend(1)
      eventually(timeout(Span(120, Seconds)))(all.map(removals).sum shouldBe before.sum + 1)
      eventually(timeout(Span(120, Seconds)))(spread(oldest.rest, 2))
      ticks.written.zip(written).flatMap { case (now, then) => Ticks.afterwards(now.drop(then)) } shouldBe empty
    }

    "found the cluster again when it was left over and is restarted" in {
      net.powerOff(0)
      eventually(spread(youngest.rest, 1))
      youngest.kill()
      val again = start(1, "alone")
      again.address
      eventually(spread(again.rest, 1))
      again.rest.put("/connectors/count/stop").status shouldBe 204
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
      eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
      ticks.taken.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
