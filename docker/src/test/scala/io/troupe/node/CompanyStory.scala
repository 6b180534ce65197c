package io.troupe.node

import com.fasterxml.jackson.databind.JsonNode
import io.troupe.node.tick.{RunLog, TickSink, TickSinkTask, TickSource, TickSourceTask}
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import java.net.ServerSocket
import java.nio.file.{Files, Path, StandardOpenOption}
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.{Callable, ConcurrentLinkedQueue, Executors, TimeUnit}
import java.util.jar.{JarEntry, JarOutputStream}
import org.apache.kafka.clients.admin.{Admin, NewTopic}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.{Try, Using}

/** Workers in processes of their own that form one cluster: a broker, a PostgreSQL server for their journal, and two
  * connectors whose every step is seen: "count" writes numbers, one partition a task, "note" writes down what it is
  * given.
  */
trait CompanyStory extends Story with BeforeAndAfterAll {

  /** Of the group and of the story's folder. */
  def company: String

  /** How many workers. */
  def nodes = 3

  val partitions = 6
  lazy val home: Path = folder(company)
  lazy val postgres: EmbeddedPostgres = EmbeddedPostgres.start()
  lazy val broker: DevBroker = DevBroker.start(new DevBrokerSettings(home.resolve("broker"), host, 0))
  lazy val client: Map[String, String] = Map("bootstrap.servers" -> broker.bootstrapServers())
  lazy val taken: Path = Files.createDirectories(home.resolve("taken"))
  lazy val ticks = new Ticks("ticks", partitions, taken, client)
  private lazy val plugins = {
    val folder = Files.createDirectories(home.resolve("plugins"))
    Using.resource(new JarOutputStream(Files.newOutputStream(folder.resolve("tick.jar")))) { out =>
      Seq(classOf[TickSource], classOf[TickSourceTask], classOf[TickSink], classOf[TickSinkTask], classOf[RunLog])
        .foreach { it =>
          val path = it.getName.replace('.', '/') + ".class"
          out.putNextEntry(new JarEntry(path))
          Using.resource(it.getClassLoader.getResourceAsStream(path))(_.transferTo(out))
        }
    }
    folder
  }

  /** Where workers find the broker and the database. */
  def host = "127.0.0.1"

  /** Where other workers find a worker. */
  def clusterHost(number: Int) = "127.0.0.1"

  /** Where clients find it. */
  def restHost(number: Int) = "127.0.0.1"

  /** What starts the program that starts it. */
  def launcher(number: Int): Seq[String] = Seq.empty

  private lazy val ports = {
    val probes = Seq.fill(4)(new ServerSocket(0))
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

  /** What a story sets otherwise than all the others. */
  def settings: Map[String, String] = Map.empty

  private def member(number: Int) = s"${clusterHost(number)}:${ports(number)}"

  /** @param number
    *   0 to 3; a worker that comes back under its number has its address again
    */
  def start(number: Int, life: String): Program = {
    val own = Files.createDirectories(home.resolve(s"worker-$number"))
    val properties = workerProperties(broker.bootstrapServers(), own) ++ Map(
      "group.id" -> company,
      "plugin.path" -> plugins.toString,
      "plugin.discovery" -> "ONLY_SCAN",
      "troupe.database.url" -> s"jdbc:postgresql://$host:${postgres.getPort}/postgres",
      "troupe.database.user" -> "postgres",
      "listeners" -> s"http://${restHost(number)}:0",
      "troupe.cluster.listener" -> member(number),
      "troupe.cluster.seed.nodes" -> (0 until nodes).map(member).mkString(",")
    ) ++ settings
    val file = Story.propertiesFile(own.resolve("worker.properties"), properties)
    val troupe = distribution.resolve("bin").resolve("troupe").toString
    val program = new Program(own.resolve(s"$life.log"), launcher(number) ++ Seq(troupe, "worker", file.toString))
    started.add(program)
    program
  }

  /** All at once, as one company begins; they are ready when this returns. */
  def startAll(): Seq[Program] = {
    val workers = (0 until nodes).map(start(_, "first-life"))
    workers.foreach(_.address)
    workers
  }

  private val texts = Seq(
    "key.converter" -> "org.apache.kafka.connect.storage.StringConverter",
    "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  )

  def createTopic(name: String = "ticks", partitions: Int = partitions): Unit = {
    val admin = Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)
    try
      admin
        .createTopics(java.util.List.of(new NewTopic(name, partitions, 1.toShort)))
        .all()
        .get(30, TimeUnit.SECONDS)
    finally admin.close()
  }

  def count(rest: Rest): Reply = source(rest, "count", partitions, "ticks")

  /** A source that notes its starts and stops. */
  def source(rest: Rest, name: String, tasks: Int, topic: String, more: (String, String)*): Reply =
    rest.create(
      name,
      texts ++ Seq(
        "connector.class" -> classOf[TickSource].getName,
        "tasks.max" -> tasks.toString,
        "tick.topic" -> topic,
        "tick.folder" -> taken.toString
      ) ++ more: _*
    )

  /** By as many clients at once as there are workers, each at its own. */
  def byAll(workers: Seq[Rest])(names: Seq[String])(deed: (Rest, String) => Unit): Unit = {
    val clients = Executors.newFixedThreadPool(workers.size)
    try
      clients
        .invokeAll(names.zipWithIndex.map { case (name, turn) =>
          (() => deed(workers(turn % workers.size), name)): Callable[Unit]
        }.asJava)
        .forEach(_.get(60, TimeUnit.SECONDS))
    finally clients.shutdownNow()
  }

  /** Changes, pauses, resumes and deletes connectors that write down their runs, and waits until nothing of them runs.
    */
  def changeAndDelete(workers: Seq[Rest])(names: Seq[String]): Unit = {
    byAll(workers)(names) { (rest, name) =>
      val config = rest.config(name) + ("tick.millis" -> "500")
      rest.put(s"/connectors/$name/config", Rest.json(config)).status shouldBe 200
      rest.put(s"/connectors/$name/pause").status shouldBe 202
      rest.put(s"/connectors/$name/resume").status shouldBe 202
      rest.delete(s"/connectors/$name").status shouldBe 204
    }
    eventually {
      val (started, stopped) = runs.filter(run => names.contains(run.connector)).partition(_.start)
      stopped.size shouldBe started.size
    }
  }

  /** What connectors and tasks noted by now. */
  def runs: Seq[Run] = Run.read(taken.resolve("runs.txt"))

  def note(rest: Rest): Reply = sink(rest, "note", 3, taken, "topics" -> "ticks")

  /** A sink that notes what it is given, in this folder. */
  def sink(rest: Rest, name: String, tasks: Int, folder: Path, more: (String, String)*): Reply =
    rest.create(
      name,
      texts ++ Seq(
        "connector.class" -> classOf[TickSink].getName,
        "tasks.max" -> tasks.toString,
        "tick.folder" -> folder.toString
      ) ++ more: _*
    )

  /** How many tasks of a connector run on each worker. */
  def seats(rest: Rest, name: String): Map[String, Int] = running(rest.get(s"/connectors/$name/status").body)

  /** The same of every connector. */
  def allSeats(rest: Rest): Map[String, Map[String, Int]] =
    rest
      .get("/connectors?expand=status")
      .body
      .properties()
      .asScala
      .map(it => it.getKey -> running(it.getValue.path("status")))
      .toMap

  private def running(status: JsonNode): Map[String, Int] =
    status
      .path("tasks")
      .elements()
      .asScala
      .toSeq
      .filter(_.path("state").asText() == "RUNNING")
      .groupBy(_.path("worker_id").asText())
      .view
      .mapValues(_.size)
      .toMap

  /** Both connectors run, on so many workers: none has two tasks more than another, nor three more of a connector. */
  def spread(rest: Rest, workers: Int): Unit = {
    val now = Seq("count", "note").map(name => name -> seats(rest, name)).toMap
    val loads = now.values.flatten.groupMapReduce(_._1)(_._2)(_ + _)
    withClue(s"$now: ") {
      loads.values.sum shouldBe partitions + 3
      loads.size shouldBe workers
      loads.values.max - loads.values.min should be <= 1
      now.values.foreach { own =>
        val least = if (own.size < workers) 0 else own.values.min
        own.values.max - least should be <= 2
      }
    }
  }

  /** Figures for whoever wants to know: in the story's folder. */
  def say(line: String): Unit =
    Files.writeString(
      home.resolve("figures.txt"),
      line + "\n",
      StandardOpenOption.CREATE,
      StandardOpenOption.APPEND
    )

  private case class Answer(text: String, millis: Long)

  /** Does it while clients ask the surviving workers, waits until every task moves again, and says how long it took.
    *
    * @param limit
    *   of the silence of every partition, in milliseconds
    */
  def survive(what: String, survivors: Seq[Program], limit: Long)(deed: => Unit): Unit = {
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
}
