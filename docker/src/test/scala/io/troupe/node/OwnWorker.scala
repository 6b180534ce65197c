package io.troupe.node

import java.net.{ServerSocket, URI}
import java.nio.file.Path
import scala.util.{Try, Using}

/** A worker with its file, in a process of its own: started, killed, and started again. */
abstract class OwnWorker(val name: String, home: Path, environment: Map[String, String])
    extends MorePatient
    with AutoCloseable {

  private var starts = 0
  private var running: Option[Program] = None
  private var answering: Option[Rest] = None

  protected def settings: Map[String, String]
  protected def command(file: Path): Seq[String]

  /** Waits until it answers. */
  protected def awaited(program: Program): Rest

  def start(): Rest = {
    starts += 1
    val file = Story.propertiesFile(home.resolve(s"$name.properties"), settings)
    val program = new Program(home.resolve(s"$name-$starts.log"), command(file), environment)
    running = Some(program)
    answering = Some(awaited(program))
    rest
  }

  private def program: Program = running.get

  def rest: Rest = answering.get

  /** What `kill -9` does. */
  def kill(): Unit = running.foreach(_.kill())

  def terminate(): Unit = program.terminate()

  /** Since it was last started. */
  def output: String = program.output

  protected def asked(status: Int)(ask: => Reply): Unit = {
    val reply = ask
    withClue(reply.text)(reply.status shouldBe status)
  }

  def create(connector: String, config: (String, String)*): Unit = {
    asked(201)(rest.create(connector, config: _*))
    runs(connector)
  }

  /** Waits for the connector and its only task. */
  def runs(connector: String): Unit = eventually {
    withClue(rest.get(s"/connectors/$connector/status").text)(rest.states(connector) shouldBe "RUNNING: RUNNING")
  }

  def restartTask(connector: String): Unit = {
    asked(204)(rest.post(s"/connectors/$connector/tasks/0/restart"))
    runs(connector)
  }

  def delete(connector: String): Unit = asked(204)(rest.delete(s"/connectors/$connector"))

  override def close(): Unit = kill()
}

/** Troupe, from its distribution. */
final class TroupeWorker(
    name: String,
    home: Path,
    distribution: Path,
    override protected val settings: Map[String, String],
    environment: Map[String, String] = Map.empty
) extends OwnWorker(name, home, environment) {

  override protected def command(file: Path): Seq[String] =
    Seq(distribution.resolve("bin").resolve("troupe").toString, "worker", file.toString)

  override protected def awaited(program: Program): Rest = program.rest
}

/** Apache Kafka Connect, as it comes. */
final class ReferenceWorker(
    name: String,
    home: Path,
    libraries: Path,
    common: Map[String, String],
    environment: Map[String, String] = Map.empty
) extends OwnWorker(name, home, environment) {

  private val port = Using.resource(new ServerSocket(0))(_.getLocalPort)

  private val storage = Seq("config", "offset", "status").flatMap { topic =>
    Seq(s"$topic.storage.topic" -> s"$name-$topic", s"$topic.storage.replication.factor" -> "1")
  }

  override protected val settings: Map[String, String] = common ++ storage ++ Map(
    "group.id" -> name,
    "listeners" -> s"http://127.0.0.1:$port",
    // It takes up at once what it left when it was killed, instead of after five minutes.
    "scheduled.rebalance.max.delay.ms" -> "0",
    "session.timeout.ms" -> "6000",
    "heartbeat.interval.ms" -> "2000"
  )

  override protected def command(file: Path): Seq[String] = Seq(
    Path.of(System.getProperty("java.home"), "bin", "java").toString,
    "-Xmx1g",
    "-cp",
    s"$libraries/*",
    "org.apache.kafka.connect.cli.ConnectDistributed",
    file.toString
  )

  /** It refuses what it is asked while it distributes its tasks. */
  override protected def asked(status: Int)(ask: => Reply): Unit = eventually(super.asked(status)(ask))

  /** It answers some time after its port is open, and takes longer to be in its group. */
  override protected def awaited(program: Program): Rest = {
    val rest = new Rest(URI.create(s"http://127.0.0.1:$port"))
    eventually(Try(rest.get("/connectors").status) shouldBe Try(200))
    rest
  }
}
