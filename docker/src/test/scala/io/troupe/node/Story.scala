package io.troupe.node

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.io.{BufferedReader, InputStreamReader}
import java.net.URI
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.{HttpClient, HttpRequest}
import java.nio.charset.StandardCharsets
import java.nio.file.{Files, Path}
import java.time.Duration
import java.util.Properties
import java.util.concurrent.{CompletableFuture, TimeUnit}
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.time.{Millis, Seconds, Span}
import org.scalatest.wordspec.AnyWordSpec
import scala.concurrent.duration.FiniteDuration
import scala.jdk.CollectionConverters._
import scala.util.{Try, Using}

/** Asks again until it is so, for a minute. */
trait Patient extends Matchers with Eventually {

  implicit override val patienceConfig: PatienceConfig =
    PatienceConfig(timeout = Span(60, Seconds), interval = Span(100, Millis))
}

/** Asks again for three minutes: two workers that read all plugins there are keep a small machine busy. */
trait MorePatient extends Patient {

  implicit override val patienceConfig: PatienceConfig =
    PatienceConfig(timeout = Span(180, Seconds), interval = Span(200, Millis))
}

/** What stories have in common: a folder, the finished distribution, and patience. A story is made more than once and
  * run once: what it starts has to be lazy.
  */
trait Story extends AnyWordSpec with Patient {

  val distribution: Path = Path.of("target", "troupe").toAbsolutePath

  def folder(name: String): Path = {
    val path = Path.of("target", "stories", name).toAbsolutePath
    if (Files.exists(path)) {
      Files.walk(path).sorted(java.util.Comparator.reverseOrder[Path]()).forEach(Files.delete(_))
    }
    Files.createDirectories(path)
  }

  def lines(count: Int): String =
    (0 until count).map(i => f"line $i%08d carries some text along").mkString("", "\n", "\n")

  /** Failed is failed, as in Kafka Connect; stories of restarts say otherwise. */
  def workerProperties(broker: String, in: Path): Map[String, String] = Map(
    "bootstrap.servers" -> broker,
    "group.id" -> "story",
    "listeners" -> "http://127.0.0.1:0",
    "key.converter" -> "org.apache.kafka.connect.json.JsonConverter",
    "value.converter" -> "org.apache.kafka.connect.json.JsonConverter",
    "offset.flush.interval.ms" -> "1000",
    "plugin.path" -> s"${distribution.resolve("plugins")},${distribution.resolve("optional")}",
    "troupe.database.url" -> s"jdbc:h2:file:${in.resolve("journal")}",
    "troupe.cluster.listener" -> "127.0.0.1:0",
    "troupe.restart.policy" -> "none"
  )
}

object Story {

  /** A properties file with these settings. */
  def propertiesFile(file: Path, settings: Map[String, String]): Path = {
    val properties = new Properties()
    settings.foreach { case (key, value) => properties.setProperty(key, value) }
    Using.resource(Files.newBufferedWriter(file))(properties.store(_, null))
    file
  }
}

/** A program of the distribution in a process of its own. */
final class Program(log: Path, command: Seq[String], environment: Map[String, String] = Map.empty) {

  private val process = {
    val builder = new ProcessBuilder(command: _*).redirectErrorStream(true)
    builder.environment().putAll(environment.asJava)
    builder.start()
  }
  private val firstAddress = new CompletableFuture[URI]()
  private val reader = new Thread(() => read(), "story-output")
  reader.setDaemon(true)
  reader.start()

  private def read(): Unit = {
    val out = Files.newBufferedWriter(log, StandardCharsets.UTF_8)
    val in = new BufferedReader(new InputStreamReader(process.getInputStream, StandardCharsets.UTF_8))
    try {
      Iterator.continually(in.readLine()).takeWhile(_ != null).foreach { line =>
        out.write(line)
        out.newLine()
        out.flush()
        "Worker is up: (\\S+)".r.findFirstMatchIn(line).foreach(m => firstAddress.complete(URI.create(m.group(1))))
      }
    } finally {
      out.close()
      firstAddress.completeExceptionally(new IllegalStateException(s"ended without an address; see $log"))
    }
  }

  def rest: Rest = new Rest(address)

  /** Of the REST API. */
  def address: URI = firstAddress.get(120, TimeUnit.SECONDS)

  /** What `kill -9` does. */
  def kill(): Unit = {
    process.destroyForcibly()
    awaitEnd(10)
  }

  /** What `kill` and Ctrl-C do. The process's own `destroy` would not wait for what it still says. */
  def terminate(): Unit = {
    process.toHandle.destroy()
    awaitEnd(60)
  }

  /** Stops the process as a debugger does, or a virtual machine that is moved: it keeps its connections, and is silent.
    */
  def freeze(): Unit = signal("STOP")

  def thaw(): Unit = signal("CONT")

  private def signal(name: String): Unit =
    new ProcessBuilder("kill", s"-$name", process.pid().toString).start().waitFor(10, TimeUnit.SECONDS)

  def isAlive: Boolean = process.isAlive

  def isUpWithin(limit: FiniteDuration): Boolean =
    Try(firstAddress.get(limit.toMillis, TimeUnit.MILLISECONDS)).isSuccess

  def awaitEnd(seconds: Long): Int = {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly()
      throw new IllegalStateException(s"did not end within $seconds s; see $log")
    }
    reader.join(10000)
    process.exitValue()
  }

  def output: String = Files.readString(log)
}

object Program {

  def troupe(distribution: Path, log: Path, arguments: String*): Program =
    new Program(log, distribution.resolve("bin").resolve("troupe").toString +: arguments)
}

final case class Reply(status: Int, text: String) {
  def body: JsonNode = new ObjectMapper().readTree(text)
}

/** A client that knows nothing but HTTP and JSON. */
final class Rest(base: URI) {

  private val client = HttpClient.newHttpClient()
  private val json = new ObjectMapper()

  def get(path: String): Reply = send("GET", path, "")
  def post(path: String, body: String = ""): Reply = send("POST", path, body)
  def put(path: String, body: String = ""): Reply = send("PUT", path, body)
  def patch(path: String, body: String): Reply = send("PATCH", path, body)
  def delete(path: String): Reply = send("DELETE", path, "")

  private def send(method: String, path: String, body: String): Reply = {
    val publisher = if (body.isEmpty) BodyPublishers.noBody() else BodyPublishers.ofString(body)
    val request = HttpRequest
      .newBuilder(base.resolve(path))
      .timeout(Duration.ofSeconds(30))
      .header("Content-Type", "application/json")
      .method(method, publisher)
    val response = client.send(request.build(), BodyHandlers.ofString())
    Reply(response.statusCode(), response.body())
  }

  def create(name: String, config: (String, String)*): Reply = {
    val body = json.createObjectNode().put("name", name)
    val settings = body.putObject("config")
    config.foreach { case (key, value) => settings.put(key, value) }
    post("/connectors", body.toString)
  }

  def loadFile(name: String, file: Path, topic: String): Reply =
    create(name, "connector.class" -> "FileStreamSource", "file" -> file.toString, "topic" -> topic)

  def dumpFile(name: String, file: Path, topic: String): Reply =
    create(name, "connector.class" -> "FileStreamSink", "file" -> file.toString, "topics" -> topic)

  /** The configuration as it is kept. */
  def config(name: String): Map[String, String] =
    get(s"/connectors/$name/config").body.properties().asScala.map(it => it.getKey -> it.getValue.asText()).toMap

  /** States of the connector and its tasks, for instance `RUNNING: RUNNING, RUNNING`. */
  def states(name: String): String = {
    val status = get(s"/connectors/$name/status").body
    val tasks = status.path("tasks").elements().asScala.map(_.path("state").asText())
    status.path("connector").path("state").asText() + ": " + tasks.mkString(", ")
  }
}

object Rest {

  /** An object of texts. */
  def json(settings: Map[String, String]): String = new ObjectMapper().writeValueAsString(settings.asJava)
}
