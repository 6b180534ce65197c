package io.troupe.node

import java.util.concurrent.atomic.{AtomicBoolean, AtomicInteger}
import java.util.concurrent.{ConcurrentLinkedQueue, CopyOnWriteArrayList, Executors, TimeUnit}
import scala.jdk.CollectionConverters._
import scala.util.{Failure, Success, Try}

/** A thousand connectors are created while the workers are restarted in turn: nobody who asks is told about that. They
  * have worked before, but each comes back cold.
  */
class CreationStorySlowSpec extends CompanyStory {

  override def company = "creation"

  private val clients = 50
  private val connectors = 1000

  private case class Answer(status: Int, millis: Long)

  "A thousand connectors" should {

    "be created by fifty clients while workers are restarted: no conflict, no error" in {
      createTopic("crowd", 20)
      val workers = new CopyOnWriteArrayList((0 to 2).map(start(_, "first-life")).asJava)
      workers.forEach(_.address)
      val rests = new CopyOnWriteArrayList(workers.asScala.map(_.rest).asJava)
      (0 until 150).foreach { number =>
        val rest = rests.get(number % 3)
        source(rest, s"first-$number", 1, "crowd", "tick.millis" -> "5000").status shouldBe 201
        eventually(rest.get(s"/connectors/first-$number/status").body.at("/tasks/0/state").asText() shouldBe "RUNNING")
        rest.delete(s"/connectors/first-$number").status shouldBe 204
      }
      val answers = new ConcurrentLinkedQueue[Answer]()
      val refusals = new AtomicInteger()
      val next = new AtomicInteger()

      /** A worker that does not answer is a reason to ask another one. */
      def create(name: String, turn: Int): Unit = {
        val asked = System.currentTimeMillis()
        Try(source(rests.get(turn % rests.size), name, 1, "crowd", "tick.millis" -> "5000").status) match {
          case Success(status) => answers.add(Answer(status, System.currentTimeMillis() - asked))
          case Failure(_) if turn < connectors + 1000 =>
            refusals.incrementAndGet()
            create(name, turn + 1)
          case Failure(failure) => throw failure
        }
      }

      val pool = Executors.newFixedThreadPool(clients)
      val pause = new java.util.concurrent.Semaphore(0)
      val rolled = new AtomicBoolean()
      val work = (0 until clients).map { _ =>
        pool.submit[Unit] { () =>
          Iterator.continually(next.getAndIncrement()).takeWhile(_ < connectors).foreach { number =>
            create(s"made-$number", number)
            pause.tryAcquire(if (rolled.get()) 1 else 6000, TimeUnit.MILLISECONDS)
          }
        }
      }
      eventually(answers.size should be >= clients)
      (0 to 2).foreach { number =>
        workers.get(number).terminate()
        val again = start(number, "second-life")
        again.address
        workers.set(number, again)
        rests.set(number, again.rest)
      }
      rolled.set(true)
      work.foreach(_.get(200, TimeUnit.SECONDS))
      pool.shutdownNow()

      val times = answers.asScala.map(_.millis).toSeq.sorted
      val statuses = answers.asScala.groupBy(_.status).view.mapValues(_.size).toMap
      say(s"$statuses, ${refusals.get} times another worker was asked")
      say(s"median ${times(times.size / 2)} ms, p99 ${times(times.size * 99 / 100)} ms, slowest ${times.last} ms")
      statuses shouldBe Map(201 -> connectors)
      times(times.size * 99 / 100) should be < 2000L
      rests.asScala.foreach(_.get("/connectors").body.size() shouldBe connectors)
      eventually(allSeats(rests.get(0)).values.flatMap(_.values).sum shouldBe connectors)
      val total = allSeats(rests.get(0)).values.flatten.groupMapReduce(_._1)(_._2)(_ + _)
      say(s"tasks on each worker: ${total.values.mkString(", ")}")
    }
  }
}
