package io.troupe.node

import java.io.File
import java.net.URLEncoder
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** Clients that were written for Apache Kafka Connect, as their users have them. */
class ClientsStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("clients")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val troupe = Troupe.start(workerProperties(broker.bootstrapServers(), home).asJava)
  private lazy val rest = new Rest(troupe.restUrl())

  private lazy val input = Files.writeString(home.resolve("in.txt"), lines(10))

  override protected def afterAll(): Unit =
    try troupe.stop()
    finally broker.close()

  private def fileSource(topic: String): Map[String, String] = Map(
    "connector.class" -> "org.apache.kafka.connect.file.FileStreamSourceConnector",
    "tasks.max" -> "1",
    "file" -> input.toString,
    "topic" -> topic
  )

  "The Java client kafka-connect-client" should {

    "go through its whole API" in {
      val classPath = Seq(home.getParent.resolveSibling("java-client").resolve("*"), Path.of("target", "test-classes"))
      val java = Path.of(System.getProperty("java.home"), "bin", "java").toString
      val program = new Program(
        home.resolve("java-client.log"),
        Seq(java, "-Xmx128m", "-cp", classPath.mkString(File.pathSeparator), classOf[client.JavaClient].getName) ++
          Seq(troupe.restUrl().toString, input.toString)
      )

      program.awaitEnd(120) shouldBe 0

      program.output.linesIterator.filterNot(_.startsWith("SLF4J")).toSeq shouldBe Seq(
        "version: 4.4.0",
        "plugins: true",
        "errors of a valid configuration: 0",
        "errors of one without a topic: 1",
        "at: topic",
        "created: true",
        "listed: true",
        "type: source",
        "configured: true",
        "state: RUNNING",
        "state of the task: RUNNING",
        "tasks: 1",
        "with information: from java",
        "with status: from java",
        "with all: [from java]",
        "topics: [java]",
        "topics reset: true",
        "topics: []",
        "changed: true",
        "paused: true",
        "state: PAUSED",
        "resumed: true",
        "state: RUNNING",
        "restarted: true",
        "restarted with tasks: true",
        "state of the task: RUNNING",
        "task restarted: true",
        "state of the task: RUNNING",
        "again: 409",
        "deleted: true",
        "gone: 404"
      )
    }
  }

  "What Terraform's provider does" should {

    /** It keeps the configuration with the name in it, and plans a change whenever a key or value differs. */
    def planned(name: String, config: Map[String, String]): Boolean =
      rest.config(name) != config + ("name" -> name)

    "come to rest: no change is planned after one was applied" in {
      val config = fileSource("terraform") + ("errors.log.enable" -> "true")
      rest.create("terraform", (config + ("name" -> "terraform")).toSeq: _*).status shouldBe 201
      planned("terraform", config) shouldBe false

      val changed = config - "errors.log.enable" + ("transforms" -> "") + ("spaces" -> "  kept  ")
      rest.put("/connectors/terraform/config", Rest.json(changed + ("name" -> "terraform"))).status shouldBe 200
      planned("terraform", changed) shouldBe false
    }

    "find nothing as soon as it has destroyed" in {
      rest.delete("/connectors/terraform").status shouldBe 204
      rest.get("/connectors/terraform").status shouldBe 404
      rest.get("/connectors").body.toString should not include "terraform"
    }
  }

  "What Ansible's module does" should {

    /** Whether it had to change something, as its play book reports. */
    def ensured(name: String, config: Map[String, String]): Boolean = {
      val known = rest.get(s"/connectors/$name/config")
      val same = known.status == 200 && rest.config(name) == config + ("name" -> name)
      if (!same) {
        rest.put(s"/connectors/$name/config", Rest.json(config)).status shouldBe (if (known.status == 404) 201 else 200)
      }
      !same
    }

    "change something once, and nothing when it runs again" in {
      ensured("ansible", fileSource("ansible")) shouldBe true
      ensured("ansible", fileSource("ansible")) shouldBe false
      ensured("ansible", fileSource("elsewhere")) shouldBe true
      ensured("ansible", fileSource("elsewhere")) shouldBe false
      rest.delete("/connectors/ansible").status shouldBe 204
      ensured("ansible", fileSource("ansible")) shouldBe true
    }
  }

  "What kcctl and kafka-connect-ui send" should {

    "be answered in spite of slashes at the end" in {
      rest.create("slashed", fileSource("slashed").toSeq: _*).status shouldBe 201
      eventually(rest.get("/connectors/slashed/status/").body.at("/tasks/0/state").asText shouldBe "RUNNING")

      Seq(
        "/" -> "version",
        "/connectors/" -> "slashed",
        "/connectors/?expand=status&expand=info" -> "slashed",
        "/connectors/slashed/" -> "\"type\":\"source\"",
        "/connectors/slashed/config/" -> "FileStreamSource",
        "/connectors/slashed/tasks/" -> "\"task\":0",
        "/connectors/slashed/tasks/0/status/" -> "RUNNING",
        "/connectors/slashed/offsets/" -> "offsets",
        "/connectors/slashed/topics/" -> "topics",
        "/connector-plugins/" -> "FileStreamSinkConnector",
        "/connector-plugins/FileStreamSource/config/" -> "batch.size",
        "/admin/loggers/" -> "root"
      ).foreach { case (path, part) =>
        withClue(path) {
          val answer = curl("-H", "Accept: application/json, text/plain, */*", troupe.restUrl().resolve(path).toString)
          answer.status shouldBe 200
          answer.text should include(part)
        }
      }
      curl("-X", "PUT", troupe.restUrl().resolve("/connectors/slashed/pause/").toString).status shouldBe 202
      curl("-X", "PUT", troupe.restUrl().resolve("/connectors/slashed/resume/").toString).status shouldBe 202
      curl("-X", "POST", troupe.restUrl().resolve("/connectors/slashed/restart/").toString).status shouldBe 204
      curl("-X", "DELETE", troupe.restUrl().resolve("/connectors/slashed/").toString).status shouldBe 204
    }
  }

  /** The program itself: it sends what users' scripts send. */
  private def curl(arguments: String*): Reply = {
    val command = Seq("curl", "-s", "-m", "30", "-w", "\n%{http_code}") ++ arguments
    val process = new ProcessBuilder(command: _*).redirectErrorStream(true).start()
    val output = new String(process.getInputStream.readAllBytes(), "UTF-8")
    process.waitFor() shouldBe 0
    val end = output.lastIndexOf('\n')
    Reply(output.substring(end + 1).trim.toInt, output.substring(0, end))
  }

  "A connector that no path can carry" should {

    "be read and deleted by its name" in {
      for (name <- Seq("a/b", "a\\b", "a%b", ".", "..")) {
        val config = fileSource("unspeakable") + ("name" -> name)
        rest.create(name, config.toSeq: _*).status shouldBe 201
        val path = "/troupe/connector?name=" + URLEncoder.encode(name, UTF_8)

        eventually(rest.get(path).body.path("status").path("connector").path("state").asText shouldBe "RUNNING")
        val read = rest.get(path)
        read.body.path("info").path("name").asText shouldBe name
        read.body.path("info").path("config").path("topic").asText shouldBe "unspeakable"
        rest.delete(path).status shouldBe 204
        rest.get(path).status shouldBe 404
        rest.delete(path).status shouldBe 404
      }
      rest.get("/troupe/connector").status shouldBe 400
    }
  }

  "A name" should {

    "be as long as the journal can bear, and no longer" in {
      val long = "n" * 1100
      val config = fileSource("long") + ("name" -> long)
      rest.create(long, config.toSeq: _*).status shouldBe 400
      rest.put(s"/connectors/$long/config", Rest.json(config)).status shouldBe 400
      rest.get("/connectors").body.toString should not include long
      val most = "日" * 512
      rest.create(most, (config + ("name" -> most)).toSeq: _*).status shouldBe 201
      val encoded = URLEncoder.encode(most, UTF_8)
      eventually(rest.states(encoded) shouldBe "RUNNING: RUNNING")
      rest.delete(s"/connectors/$encoded").status shouldBe 204
    }
  }
}
