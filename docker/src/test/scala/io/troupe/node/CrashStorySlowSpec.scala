package io.troupe.node

import io.troupe.node.tick.{TickSink, TickSinkTask, TickSource, TickSourceTask}
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import java.net.ServerSocket
import java.nio.file.{Files, StandardOpenOption}
import java.util.Properties
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.{ConcurrentLinkedQueue, TimeUnit}
import java.util.jar.{JarEntry, JarOutputStream}
import org.apache.kafka.clients.admin.{Admin, NewTopic}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.{Try, Using}

/** Three workers in one cluster: whichever is killed, or asked to leave, the others carry on with all tasks. */
class CrashStorySlowSpec extends Story with BeforeAndAfterAll {

  private val partitions = 6
  private val patience = 15000L
  private lazy val home = folder("crash")
  private lazy val postgres = EmbeddedPostgres.start()
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val client = Map("bootstrap.servers" -> broker.bootstrapServers())
  private lazy val ticks = new Ticks("ticks", partitions, Files.createDirectories(home.resolve("taken")), client)
  private lazy val plugins = {
    val folder = Files.createDirectories(home.resolve("plugins"))
    Using.resource(new JarOutputStream(Files.newOutputStream(folder.resolve("tick.jar")))) { out =>
      Seq(classOf[TickSource], classOf[TickSourceTask], classOf[TickSink], classOf[TickSinkTask]).foreach { it =>
        val path = it.getName.replace('.', '/') + ".class"
        out.putNextEntry(new JarEntry(path))
        Using.resource(it.getClassLoader.getResourceAsStream(path))(_.transferTo(out))
      }
    }
    folder
  }
  private lazy val ports = {
    val probes = Seq.fill(3)(new ServerSocket(0))
    try probes.map(_.getLocalPort)
    finally probes.foreach(_.close())
  }
  private val started = new ConcurrentLinkedQueue[Program]()

  override protected def afterAll(): Unit =
    try {
      started.asScala.foreach(_.kill())
      ticks.close()
    } finally
      try broker.close()
      finally postgres.close()

  private def start(number: Int, life: String): Program = {
    val own = Files.createDirectories(home.resolve(s"worker-$number"))
    val file = own.resolve("worker.properties")
    val properties = new Properties()
    (workerProperties(broker.bootstrapServers(), own) ++ Map(
      "group.id" -> "crash",
      "plugin.path" -> plugins.toString,
      "plugin.discovery" -> "ONLY_SCAN",
      "troupe.database.url" -> postgres.getJdbcUrl("postgres", "postgres"),
      "troupe.database.user" -> "postgres",
      "troupe.cluster.listener" -> s"127.0.0.1:${ports(number)}",
      "troupe.cluster.seed.nodes" -> ports.map(it => s"127.0.0.1:$it").mkString(",")
    )).foreach { case (key, value) => properties.setProperty(key, value) }
    Using.resource(Files.newBufferedWriter(file))(properties.store(_, null))
    val program = Program.troupe(distribution, own.resolve(s"$life.log"), "worker", file.toString)
    started.add(program)
    program
  }

  private val texts = Seq(
    "key.converter" -> "org.apache.kafka.connect.storage.StringConverter",
    "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  )

  /** How many tasks of a connector run on each worker. */
  private def seats(rest: Rest, name: String): Map[String, Int] = {
    val tasks = rest.get(s"/connectors/$name/status").body.path("tasks").elements().asScala.toSeq
    tasks
      .filter(_.path("state").asText() == "RUNNING")
      .groupBy(_.path("worker_id").asText())
      .view
      .mapValues(_.size)
      .toMap
  }

  private def spread(rest: Rest, workers: Int): Unit = {
    val source = seats(rest, "count")
    val sink = seats(rest, "note")
    withClue(s"$source, $sink: ") {
      (source.values.sum, sink.values.sum) shouldBe ((partitions, 3))
      source.size shouldBe workers
      source.values.max - source.values.min should be <= 1
      sink.size shouldBe workers
    }
  }

  private case class Answer(text: String, millis: Long)

  /** Figures for whoever wants to know: in the story's folder. */
  private def say(line: String): Unit =
    Files.writeString(
      home.resolve("figures.txt"),
      line + "\n",
      StandardOpenOption.CREATE,
      StandardOpenOption.APPEND
    )

  /** Does it while clients ask the surviving workers, waits until every task moves again, and says how long it took. */
  private def survive(what: String, survivors: Seq[Program], limit: Long)(deed: => Unit): Unit = {
    val done = new AtomicBoolean()
    val answers = new ConcurrentLinkedQueue[Answer]()
    def answer(method: String, reply: => Reply): Unit = {
      val asked = System.currentTimeMillis()
      val status = Try(reply.status).fold(_.toString, _.toString)
      answers.add(Answer(s"$method $status", System.currentTimeMillis() - asked))
    }
    val config = Rest.json(survivors.head.rest.config("count"))
    val clients = survivors.map { it =>
      val rest = it.rest
      val thread = new Thread(() => {
        while (!done.get()) {
          answer("GET", rest.get("/connectors?expand=status"))
          answer("GET", rest.get("/connectors/note/status"))
          answer("PUT", rest.put("/connectors/count/config", config))
        }
      })
      thread.setDaemon(true)
      thread.start()
      thread
    }
    val since = System.currentTimeMillis()
    deed
    try
      eventually {
        ticks.written.map(_.count(_.millis > since + 3000)).min should be > 50
        ticks.taken.map(_.count(_.millis > since + 3000)).min should be > 50
      }
    finally done.set(true)
    clients.foreach(_.join(TimeUnit.SECONDS.toMillis(40)))
    val written = ticks.written.map(Ticks.silence(_, since))
    val taken = ticks.taken.map(Ticks.silence(_, since))
    val slowest = answers.asScala.map(_.millis).maxOption.getOrElse(0L)
    say(s"$what: silence of source tasks ${written.mkString(", ")} ms; of sink partitions ${taken.mkString(", ")} ms")
    say(s"$what: ${answers.size} answers of the others meanwhile, the slowest after $slowest ms")
    answers.asScala.map(_.text).toSet shouldBe Set("GET 200", "PUT 200")
    written.max should be < limit
    taken.max should be < limit
  }

  "Three workers" should {

    "share the tasks, and carry on when any of them is gone" in {
      val admin = Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)
      try
        admin
          .createTopics(java.util.List.of(new NewTopic("ticks", partitions, 1.toShort)))
          .all()
          .get(30, TimeUnit.SECONDS)
      finally admin.close()
      val all = (0 to 2).map(start(_, "first-life"))
      val (oldest, second, third) = (all(0), all(1), all(2))
      all.foreach(_.address)
      second.rest
        .create(
          "count",
          texts ++ Seq(
            "connector.class" -> classOf[TickSource].getName,
            "tasks.max" -> "6",
            "tick.topic" -> "ticks"
          ): _*
        )
        .status shouldBe 201
      second.rest
        .create(
          "note",
          texts ++ Seq(
            "connector.class" -> classOf[TickSink].getName,
            "tasks.max" -> "3",
            "topics" -> "ticks",
            "tick.folder" -> home.resolve("taken").toString
          ): _*
        )
        .status shouldBe 201
      eventually(spread(second.rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 150)

      survive("kill -9 of one", Seq(oldest, second), patience)(third.kill())
      eventually(spread(second.rest, 2))

      val again = start(2, "second-life")
      again.address
      eventually(spread(again.rest, 3))
      eventually(ticks.taken.map(_.size).min should be > 300)
      survive("kill -9 of the oldest", Seq(second, again), patience)(oldest.kill())
      eventually(spread(second.rest, 2))

      val repeated = ticks.written.map(Ticks.repeats)
      survive("SIGTERM of one", Seq(second), patience)(again.terminate())
      eventually(spread(second.rest, 1))
      say(s"repeated: ${repeated.mkString(" ")}")
      ticks.written.map(Ticks.repeats) shouldBe repeated
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
      repeated.flatten.foreach(_ should be < 150L)

      second.rest.put("/connectors/count/stop").status shouldBe 204
      eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
      ticks.taken.foreach(Ticks.missing(_) shouldBe empty)
    }
  }
}
