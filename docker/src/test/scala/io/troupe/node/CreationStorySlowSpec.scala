package io.troupe.node

import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.{ConcurrentLinkedQueue, CopyOnWriteArrayList, Executors, Semaphore, TimeUnit}
import scala.jdk.CollectionConverters._
import scala.util.{Failure, Success, Try}

/** A thousand connectors are created while the workers are restarted in turn: nobody who asks is told about that. They
  * have worked before, but each comes back cold.
  */
class CreationStorySlowSpec extends CompanyStory {

  override def company = "creation"

  private val clients = 50
  private val connectors = 1000

  /** Between two creations of a client: the workers have to be restarted meanwhile. They do not all begin at once. */
  private val pause = 9000L

  private case class Answer(asked: Long, status: Int, millis: Long)

  "A thousand connectors" should {

    "be created by fifty clients while workers are restarted: no conflict, no error" in {
      createTopic("crowd", 20)
      val workers = new CopyOnWriteArrayList(startAll().asJava)
      val rests = new CopyOnWriteArrayList(workers.asScala.map(_.rest).asJava)
      (0 until 150).foreach { number =>
        val rest = rests.get(number % 3)
        source(rest, s"first-$number", 1, "crowd", "tick.millis" -> "5000").status shouldBe 201
        eventually(rest.get(s"/connectors/first-$number/status").body.at("/tasks/0/state").asText() shouldBe "RUNNING")
        rest.delete(s"/connectors/first-$number").status shouldBe 204
      }
      val answers = new ConcurrentLinkedQueue[Answer]()
      val refusals = new ConcurrentLinkedQueue[String]()
      val next = new AtomicInteger()

      val since = System.currentTimeMillis()
      def now: Long = System.currentTimeMillis() - since

      /** A worker that does not answer is a reason to ask another one. */
      def create(name: String, turn: Int): Unit = {
        val asked = now
        Try(source(rests.get(turn % rests.size), name, 1, "crowd", "tick.millis" -> "5000").status) match {
          case Success(status) => answers.add(Answer(asked, status, now - asked))
          case Failure(refusal) if turn < connectors + 1000 =>
            refusals.add(refusal.toString)
            create(name, turn + 1)
          case Failure(failure) => throw failure
        }
      }

      val pool = Executors.newFixedThreadPool(clients)
      val pauses = new Semaphore(0)
      val work = (0 until clients).map { client =>
        pool.submit[Unit] { () =>
          pauses.tryAcquire(pause * client / clients, TimeUnit.MILLISECONDS)
          Iterator.continually(next.getAndIncrement()).takeWhile(_ < connectors).foreach { number =>
            create(s"made-$number", number)
            pauses.tryAcquire(pause, TimeUnit.MILLISECONDS)
          }
        }
      }
      eventually(answers.size should be >= clients)
      val restarts = Iterator
        .from(0)
        .takeWhile(_ => next.get() < connectors)
        .map { turn =>
          val number = turn % 3
          say(s"$now ms: worker $number is asked to leave, ${answers.size} are created")
          workers.get(number).terminate()
          say(s"$now ms: it has ended")
          val again = start(number, s"life-${turn + 2}")
          again.address
          workers.set(number, again)
          rests.set(number, again.rest)
          say(s"$now ms: it is back")
        }
        .size
      restarts should be >= 3
      work.foreach(_.get(200, TimeUnit.SECONDS))
      pool.shutdownNow()

      val times = answers.asScala.map(_.millis).toSeq.sorted
      val statuses = answers.asScala.groupBy(_.status).view.mapValues(_.size).toMap
      say(s"$statuses, ${refusals.size} times another worker was asked")
      answers.asScala.filter(_.status != 201).foreach(it => say(it.toString))
      refusals.asScala.toSeq.groupMapReduce(identity)(_ => 1)(_ + _).foreach { case (it, times) => say(s"$times: $it") }
      say(s"median ${times(times.size / 2)} ms, p99 ${times(times.size * 99 / 100)} ms, slowest ${times.last} ms")
      val slow = answers.asScala.toSeq.filter(_.millis > 1000).sortBy(_.asked)
      say(s"more than a second: ${slow.map(it => s"${it.asked}+${it.millis}").mkString(" ")}")
      statuses shouldBe Map(201 -> connectors)
      times(times.size * 99 / 100) should be < 2000L
      rests.asScala.foreach(_.get("/connectors").body.size() shouldBe connectors)
      eventually(allSeats(rests.get(0)).values.flatMap(_.values).sum shouldBe connectors)
      val total = allSeats(rests.get(0)).values.flatten.groupMapReduce(_._1)(_._2)(_ + _)
      say(s"tasks on each worker: ${total.values.mkString(", ")}")
    }
  }
}
