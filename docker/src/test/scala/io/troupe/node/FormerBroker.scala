package io.troupe.node

import java.net.ServerSocket
import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit
import org.apache.kafka.clients.admin.{Admin, NewTopic}
import org.apache.kafka.common.Uuid
import scala.collection.mutable
import scala.jdk.CollectionConverters._
import scala.util.Using

/** A broker of a former generation, alone, in a process of its own.
  *
  * @param libraries
  *   its jars, which `mvn -f docker/brokers package` fetches
  */
abstract class FormerBroker(libraries: Path, home: Path) extends AutoCloseable {

  private val programs = mutable.Stack.empty[Program]
  private val port = FormerBroker.freePort()
  protected val controllerPort: Int = FormerBroker.freePort()
  private val logging = Story.propertiesFile(
    home.resolve("log4j.properties"),
    Map(
      "log4j.rootLogger" -> "INFO, out",
      "log4j.appender.out" -> "org.apache.log4j.ConsoleAppender",
      "log4j.appender.out.layout" -> "org.apache.log4j.PatternLayout",
      "log4j.appender.out.layout.ConversionPattern" -> "%d %p %c %m%n"
    )
  )

  val bootstrapServers: String = s"127.0.0.1:$port"

  protected def settings: Map[String, String] = Map(
    "log.dirs" -> home.resolve("data").toString,
    "offsets.topic.num.partitions" -> "2",
    "offsets.topic.replication.factor" -> "1",
    "transaction.state.log.num.partitions" -> "2",
    "transaction.state.log.replication.factor" -> "1",
    "transaction.state.log.min.isr" -> "1",
    "group.initial.rebalance.delay.ms" -> "0",
    "log.cleaner.dedupe.buffer.size" -> "2097152"
  )

  protected def listener: String = s"PLAINTEXT://$bootstrapServers"

  protected def properties(name: String, of: Map[String, String]): Path =
    Story.propertiesFile(home.resolve(s"$name.properties"), of)

  protected def run(main: String, arguments: String*): Program = {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
    val options = Seq(
      "-Xmx256m",
      s"-Dlog4j.configuration=${logging.toUri}",
      "-Dzookeeper.jmx.log4j.disable=true",
      "-Dzookeeper.admin.enableServer=false"
    )
    val program = new Program(
      home.resolve(s"${main.split('.').last}.log"),
      (java +: options) ++ Seq("-cp", s"$libraries/*", main) ++ arguments
    )
    programs.push(program)
    program
  }

  /** Waits for its first answer. */
  def start(): this.type = {
    require(Files.isDirectory(libraries), "mvn -f docker/brokers/pom.xml package fetches its jars")
    begin()
    admin(_.describeCluster().nodes().get(60, TimeUnit.SECONDS))
    this
  }

  protected def begin(): Unit

  def createTopic(name: String, partitions: Int): Unit = {
    admin(_.createTopics(java.util.List.of(new NewTopic(name, partitions, 1.toShort))).all().get(30, TimeUnit.SECONDS))
    ()
  }

  private def admin[T](ask: Admin => T): T = {
    val client = Map[String, Object]("bootstrap.servers" -> bootstrapServers)
    Using.resource(Admin.create(client.asJava))(ask)
  }

  override def close(): Unit = programs.foreach(_.kill())
}

object FormerBroker {

  private def freePort(): Int = Using.resource(new ServerSocket(0))(_.getLocalPort)

  /** The last before 4.0. */
  final class Of39(libraries: Path, home: Path) extends FormerBroker(libraries, home) {
    override protected def begin(): Unit = {
      val file = properties(
        "broker",
        settings ++ Map(
          "process.roles" -> "broker,controller",
          "node.id" -> "1",
          "controller.quorum.voters" -> s"1@127.0.0.1:$controllerPort",
          "controller.listener.names" -> "CONTROLLER",
          "listener.security.protocol.map" -> "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
          "listeners" -> s"$listener,CONTROLLER://127.0.0.1:$controllerPort"
        )
      ).toString
      val format = run("kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString, "-c", file)
      require(format.awaitEnd(60) == 0, format.output)
      run("kafka.Kafka", file)
      ()
    }
  }

  /** The oldest that today's clients talk to: without static members, and with a ZooKeeper. */
  final class Of21(libraries: Path, home: Path) extends FormerBroker(libraries, home) {
    override protected def begin(): Unit = {
      val keeper = Map(
        "dataDir" -> home.resolve("zookeeper").toString,
        "clientPort" -> controllerPort.toString,
        "clientPortAddress" -> "127.0.0.1"
      )
      run("org.apache.zookeeper.server.ZooKeeperServerMain", properties("zookeeper", keeper).toString)
      val broker = Map(
        "broker.id" -> "1",
        "zookeeper.connect" -> s"127.0.0.1:$controllerPort",
        "zookeeper.connection.timeout.ms" -> "60000",
        "listeners" -> listener
      )
      run("kafka.Kafka", properties("broker", settings ++ broker).toString)
      ()
    }
  }
}
