package io.troupe.node

import java.nio.file.{Files, Path}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** Walk 3: the well-known walkthrough of the REST API, on an embedded worker with its journal in a file. */
class WalkthroughStorySpec extends RestStory {

  override protected def name = "walkthrough"
  override protected def journal: Map[String, String] = Map.empty
}

/** The same behaviour whatever database keeps the journal. */
trait RestStory extends Story with BeforeAndAfterAll {

  protected def name: String
  protected def journal: Map[String, String]

  protected lazy val home: Path = folder(name)
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val properties = workerProperties(broker.bootstrapServers(), home) ++ journal
  private var troupe: Option[Troupe] = None

  private def start(): Rest = {
    val started = Troupe.start(properties.asJava)
    troupe = Some(started)
    new Rest(started.restUrl())
  }

  private def stop(): Unit = troupe.foreach(_.stop())

  override protected def afterAll(): Unit = {
    stop()
    broker.close()
  }

  "A worker" should {

    "say what it is and which plugins it has" in {
      val rest = start()
      rest.get("/").body.path("version").asText() shouldBe "4.4.0"
      rest.get("/").body.path("kafka_cluster_id").asText() should not be empty
      val plugins = rest.get("/connector-plugins").body.elements().asScala.map(_.path("class").asText()).toList
      plugins should contain("org.apache.kafka.connect.file.FileStreamSourceConnector")
      rest.get("/nope").status shouldBe 404
    }

    "create, pause, resume, restart and stop a connector" in {
      val rest = new Rest(troupe.get.restUrl())
      val input = Files.writeString(home.resolve("in.txt"), "first\nsecond\n")
      rest.loadFile("load", input, s"$name-t").status shouldBe 201
      rest.loadFile("load", input, s"$name-t").status shouldBe 409
      eventually(rest.states("load") shouldBe "RUNNING: RUNNING")
      rest.put("/connectors/load/pause").status shouldBe 202
      eventually(rest.states("load") shouldBe "PAUSED: PAUSED")
      rest.put("/connectors/load/resume").status shouldBe 202
      eventually(rest.states("load") shouldBe "RUNNING: RUNNING")
      rest.post("/connectors/load/restart").status shouldBe 204
      rest.post("/connectors/load/tasks/0/restart").status shouldBe 204
      rest.post("/connectors/load/restart?includeTasks=true").status shouldBe 202
      eventually(rest.states("load") shouldBe "RUNNING: RUNNING")
      rest.put("/connectors/load/stop").status shouldBe 204
      eventually(rest.states("load") shouldBe "STOPPED: ")
      rest.put("/connectors/load/resume").status shouldBe 202
      eventually(rest.states("load") shouldBe "RUNNING: RUNNING")
    }

    "carry lines that are added later" in {
      val rest = new Rest(troupe.get.restUrl())
      val copy = home.resolve("out.txt")
      rest.dumpFile("dump", copy, s"$name-t").status shouldBe 201
      eventually(Files.readString(copy) shouldBe "first\nsecond\n")
      Files.writeString(home.resolve("in.txt"), "third\n", java.nio.file.StandardOpenOption.APPEND)
      eventually(Files.readString(copy) shouldBe "first\nsecond\nthird\n")
    }

    "carry nothing while it is paused, and go on when it is resumed" in {
      val rest = new Rest(troupe.get.restUrl())
      val copy = home.resolve("out.txt")
      rest.put("/connectors/load/pause").status shouldBe 202
      eventually(rest.states("load") shouldBe "PAUSED: PAUSED")
      Files.writeString(home.resolve("in.txt"), "kept\n", java.nio.file.StandardOpenOption.APPEND)
      Files.readString(copy) shouldBe "first\nsecond\nthird\n"
      rest.put("/connectors/load/resume").status shouldBe 202
      eventually(Files.readString(copy) shouldBe "first\nsecond\nthird\nkept\n")
    }

    "say in clear words what is wrong with a request" in {
      val rest = new Rest(troupe.get.restUrl())
      val invalid = rest.create("bad", "connector.class" -> "FileStreamSource", "tasks.max" -> "0", "topic" -> "t")
      invalid.status shouldBe 400
      invalid.body.path("message").asText() should include("tasks.max")
      rest.create("bad", "connector.class" -> "NoSuchThing").status shouldBe 400
      rest.post("/connectors", "{").status shouldBe 500
      rest.get("/connectors/none").body.path("message").asText() shouldBe "Connector none not found"
    }

    "fail a task with its trace, and run it again once its cause is mended" in {
      val rest = new Rest(troupe.get.restUrl())
      val missing = home.resolve("missing")
      rest.dumpFile("broken", missing.resolve("out.txt"), s"$name-t").status shouldBe 201
      eventually(rest.states("broken") shouldBe "RUNNING: FAILED")
      rest.get("/connectors/broken/tasks/0/status").body.path("trace").asText() should include("missing")
      Files.createDirectories(missing)
      rest.post("/connectors/broken/tasks/0/restart").status shouldBe 204
      eventually(rest.states("broken") shouldBe "RUNNING: RUNNING")
      rest.delete("/connectors/broken").status shouldBe 204
    }

    "show nothing of a deleted connector under its name" in {
      val rest = new Rest(troupe.get.restUrl())
      val three = Seq(
        "connector.class" -> "FileStreamSink",
        "tasks.max" -> "3",
        "file" -> home.resolve("again.txt").toString,
        "topics" -> s"$name-t"
      )
      rest.create("again", three: _*).status shouldBe 201
      eventually(rest.states("again") shouldBe "RUNNING: RUNNING, RUNNING, RUNNING")
      (1 to 10).foreach { _ =>
        rest.delete("/connectors/again").status shouldBe 204
        rest.get("/connectors/again/status").status shouldBe 404
        rest.loadFile("again", home.resolve("in.txt"), s"$name-again").status shouldBe 201
        rest.get("/connectors/again/tasks").text should not include "again.txt"
        val tasks = rest.get("/connectors/again/status").body.path("tasks")
        tasks.size() should be <= 1
        eventually(rest.states("again") shouldBe "RUNNING: RUNNING")
        rest.delete("/connectors/again").status shouldBe 204
        rest.create("again", three: _*).status shouldBe 201
        eventually(rest.states("again") shouldBe "RUNNING: RUNNING, RUNNING, RUNNING")
      }
    }

    "find everything again after a restart, and go on where it was" in {
      stop()
      val rest = start()
      eventually {
        rest.states("load") shouldBe "RUNNING: RUNNING"
        rest.states("dump") shouldBe "RUNNING: RUNNING"
      }
      Files.writeString(home.resolve("in.txt"), "fourth\n", java.nio.file.StandardOpenOption.APPEND)
      eventually(Files.readString(home.resolve("out.txt")) shouldBe "first\nsecond\nthird\nkept\nfourth\n")
    }
  }
}
