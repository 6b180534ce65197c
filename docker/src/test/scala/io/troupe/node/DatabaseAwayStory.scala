package io.troupe.node

import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.{CompletableFuture, ConcurrentLinkedQueue, TimeUnit}
import scala.jdk.CollectionConverters._
import scala.util.Try

/** Three workers whose database can be made to go away, and what has to hold while it is, and afterwards. */
trait DatabaseAwayStory extends CompanyStory {

  private var outages = 0
  lazy val proxy = new DatabaseProxy(postgres.getPort)

  override def settings: Map[String, String] =
    Map("troupe.database.url" -> s"jdbc:postgresql://localhost:${proxy.port}/postgres")

  override protected def afterAll(): Unit =
    try super.afterAll()
    finally proxy.close()

  /** Three workers, both connectors, and one that is stopped, to be changed without harm. */
  def begin(): Seq[Program] = {
    createTopic()
    val all = startAll()
    count(all(1).rest).status shouldBe 201
    note(all(1).rest).status shouldBe 201
    val spare = s"""{"name": "spare", "initial_state": "STOPPED", "config": {"connector.class": "TickSource"}}"""
    all(1).rest.post("/connectors", spare).status shouldBe 201
    eventually(spread(all(1).rest, 3))
    eventually(ticks.taken.map(_.size).min should be > 50)
    all
  }

  /** What connectors and tasks have been started. */
  def starts: Seq[Run] = runs.filter(_.start)

  private case class Answer(text: String, millis: Long)

  private def answer(method: String)(reply: => Reply): Answer = {
    val asked = System.currentTimeMillis()
    val text = Try(reply).fold(_.toString, it => if (it.status < 300) s"${it.status / 100}xx" else it.status.toString)
    Answer(s"$method $text", System.currentTimeMillis() - asked)
  }

  private def spareWith(note: String): String =
    Rest.json(Map("connector.class" -> "TickSource", "tick.topic" -> note))

  private val questions = Seq(
    "/connectors?expand=status&expand=info",
    "/connectors/count",
    "/connectors/count/status",
    "/connectors/count/tasks",
    "/connectors/count/offsets",
    "/connectors/note/config",
    "/connectors/spare/status"
  )

  private def changes(rest: Rest): Seq[Answer] = Seq(
    answer("PUT config")(rest.put("/connectors/spare/config", spareWith("refused"))),
    answer("PUT pause")(rest.put("/connectors/count/pause")),
    answer("POST")(rest.create("another", "connector.class" -> "TickSink", "topics" -> "ticks")),
    answer("POST restart")(rest.post("/connectors/count/restart?includeTasks=true")),
    answer("DELETE")(rest.delete("/connectors/count"))
  )

  /** The latest number that is recorded of each task. */
  private def recorded(rest: Rest): Map[Int, Long] =
    rest
      .get("/connectors/count/offsets")
      .body
      .path("offsets")
      .elements()
      .asScala
      .map(it => it.path("partition").path("task").asInt() -> it.path("offset").path("n").asLong())
      .toMap

  def survive(what: String, workers: Seq[Program], seconds: Int)(cut: => Unit)(mend: => Unit): Unit = {
    val started = starts
    val repeated = ticks.written.map(Ticks.repeats)
    val done = new AtomicBoolean()
    val answers = new ConcurrentLinkedQueue[Answer]()
    val clients = workers.map { worker =>
      val rest = worker.rest
      val thread =
        new Thread(() => while (!done.get()) questions.foreach(it => answers.add(answer(s"GET")(rest.get(it)))))
      thread.setDaemon(true)
      thread.start()
      thread
    }

    val since = System.currentTimeMillis()
    def passed: Long = System.currentTimeMillis() - since
    cut
    val inDoubt = CompletableFuture.supplyAsync { () =>
      answer("PUT config")(workers(1).rest.put("/connectors/spare/config", spareWith("in doubt")))
    }
    eventually(
      workers.foreach(it => it.rest.put("/connectors/spare/config", spareWith("in doubt")).status shouldBe 503)
    )
    say(s"$what: all workers refuse changes after $passed ms")
    val doubted = inDoubt.get(30, TimeUnit.SECONDS)
    say(s"$what: the change under way: $doubted")
    doubted.text shouldBe "PUT config 503"
    doubted.millis should be < 15000L
    val refused = Iterator
      .continually(workers.flatMap(it => changes(it.rest)))
      .takeWhile(_ => passed < seconds * 1000L)
      .flatten
      .toSeq
    refused.map(_.text.split(' ').last).toSet shouldBe Set("503")
    say(s"$what: ${refused.size} changes refused, the slowest after ${refused.map(_.millis).max} ms")
    workers.head.rest.delete("/connectors/count").text should include("The database does not answer")

    mend
    val back = System.currentTimeMillis()
    val reached = ticks.written.map(_.map(_.number).max)
    eventually(workers.foreach(it => it.rest.put("/connectors/spare/config", spareWith("back")).status shouldBe 200))
    val changeable = System.currentTimeMillis() - back
    eventually(recorded(workers(2).rest).foreach { case (task, n) => n should be >= reached(task) })
    say(s"$what: changes are taken again after $changeable ms, all offsets recorded after ${System
        .currentTimeMillis() - back} ms")
    changeable should be < 10000L
    eventually(ticks.taken.map(_.count(_.millis > back + 2000)).min should be > 50)

    val written = ticks.written.map(Ticks.silence(_, since))
    val noted = ticks.taken.map(Ticks.silence(_, since))
    done.set(true)
    clients.foreach(_.join(TimeUnit.SECONDS.toMillis(40)))
    say(s"$what: silence of source tasks ${written.mkString(", ")} ms; of sink partitions ${noted.mkString(", ")} ms")
    say(s"$what: ${answers.size} answers to questions, the slowest after ${answers.asScala.map(_.millis).max} ms")
    answers.asScala.map(_.text).toSet shouldBe Set("GET 2xx")
    written.max should be < 2000L
    noted.max should be < 2000L
    starts shouldBe started
    ticks.written.map(Ticks.repeats) shouldBe repeated
    ticks.written.foreach(Ticks.missing(_) shouldBe empty)
    outages += 1
    workers.foreach { it =>
      def said(line: String): Int = line.r.findAllIn(it.output).size
      (said("The database does not answer: "), said("The database answers again after ")) shouldBe ((outages, outages))
    }
  }
}
