package io.troupe.node

import java.util.concurrent.TimeUnit
import org.apache.kafka.clients.admin.Admin
import org.scalatest.time.{Millis, Minutes, Span}
import scala.jdk.CollectionConverters._
import scala.util.{Random, Using}

/** A quarter of an hour (`-Dchaos.minutes`) in which workers are killed, stopped, frozen and cut off, and the database
  * goes away, by chance (`-Dchaos.seed`): every record comes through, in order, and no commit goes back.
  */
class ChaosStorySlowSpec extends CutOffStory {

  override def company = "chaos"
  override def settings: Map[String, String] = super.settings.updated("troupe.restart.policy", "backoff")
  implicit override val patienceConfig: PatienceConfig = PatienceConfig(Span(2, Minutes), Span(200, Millis))

  private val seed = Option(System.getProperty("chaos.seed")).fold(new Random().nextLong())(_.toLong)
  private val minutes = Option(System.getProperty("chaos.minutes")).fold(15L)(_.toLong)
  private val chance = new Random(seed)
  private val workers = new Array[Program](3)
  private var lives = 0

  private def begin(number: Int): Unit = {
    lives += 1
    workers(number) = start(number, s"life-$lives")
  }

  private val blows: Seq[(String, Int => Unit)] = Seq(
    "kill -9" -> ((number: Int) => workers(number).kill()),
    "SIGTERM" -> ((number: Int) => workers(number).terminate()),
    "freeze" -> { (number: Int) =>
      workers(number).freeze()
      pause(5 + chance.nextInt(20))
      workers(number).thaw()
    },
    "database away" -> { (_: Int) =>
      database.goAway()
      pause(5 + chance.nextInt(55))
      database.comeBack()
    }
  ) ++ Option.when(Namespaces.permitted)("partition" -> { (number: Int) =>
    net.cut(number)
    pause(5 + chance.nextInt(20))
    net.mend(number)
  })

  private def pause(seconds: Int): Unit = {
    val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
    eventually(System.nanoTime() should be >= end)
  }

  "Three workers that are treated badly" should {

    "bring every record through, in order" in {
      say(s"seed $seed")
      if (Namespaces.permitted) net
      createTopic()
      workers.indices.foreach(begin)
      workers.foreach(_.address)
      count(workers(0).rest).status shouldBe 201
      note(workers(0).rest).status shouldBe 201
      eventually(spread(workers(0).rest, 3))
      val end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes)
      Using.resource(Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)) { admin =>
        var before = Progress.read(workers(0).rest, admin)
        while (System.nanoTime() < end) {
          val (what, blow) = blows(chance.nextInt(blows.size))
          val number = chance.nextInt(workers.length)
          say(s"$what, worker $number")
          blow(number)
          recovered()
          val now = Progress.read(workers(number).rest, admin)
          now.behind(before) shouldBe empty
          before = now
        }
      }
      eventually(workers(0).rest.put("/connectors/count/stop").status shouldBe 204)
      ticks.written.foreach(Ticks.outOfOrder(_) shouldBe empty)
      eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
      ticks.taken.foreach(Ticks.outOfOrder(_) shouldBe empty)
      say(s"${ticks.written.map(_.size).sum} records, ${ticks.written.flatMap(Ticks.repeats).sum} of them repeats")
    }
  }

  /** Whoever has ended is started again; then all of them work, and each partition moves. */
  private def recovered(): Unit = {
    val since = System.currentTimeMillis()
    eventually {
      workers.indices.filterNot(workers(_).isAlive).foreach(begin)
      workers.foreach(it => spread(it.rest, 3))
      ticks.written.map(_.count(_.millis > since)).min should be > 10
      ticks.taken.map(_.count(_.millis > since)).min should be > 10
    }
    say(s"  well again after ${System.currentTimeMillis() - since} ms")
  }
}
