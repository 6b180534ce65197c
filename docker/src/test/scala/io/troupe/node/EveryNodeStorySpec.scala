package io.troupe.node

import java.net.ServerSocket
import java.nio.file.Files
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** Whichever node is asked, it answers; and what one node has confirmed, every node shows. */
class EveryNodeStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("every-node")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val seed = {
    val probe = new ServerSocket(0)
    try probe.getLocalPort
    finally probe.close()
  }
  private lazy val nodes = Seq(node(seed), node(0))
  private lazy val rests = nodes.map(it => new Rest(it.restUrl()))
  private lazy val input = Files.writeString(home.resolve("in.txt"), lines(10))

  private def node(port: Int): Troupe = Troupe.start(
    (workerProperties(broker.bootstrapServers(), home) ++ Map(
      "troupe.cluster.listener" -> s"127.0.0.1:$port",
      "troupe.cluster.seed.nodes" -> s"127.0.0.1:$seed",
      "metric.reporters" -> ""
    )).asJava
  )

  override protected def afterAll(): Unit =
    try nodes.reverse.foreach(_.stop())
    finally broker.close()

  /** The node that is asked, and the one that has to know at once; then the other way round. */
  private def bothWays(kind: String, turns: Int)(story: (String, Rest, Rest) => Unit): Unit =
    for (turn <- 0 until turns) {
      val asked = rests(turn % 2)
      story(s"$kind-$turn", asked, rests((turn + 1) % 2))
    }

  private def config(name: String) = Map(
    "connector.class" -> "FileStreamSource",
    "file" -> input.toString,
    "topic" -> name,
    "name" -> name
  )

  "What one node has confirmed, another" should {

    "show at once: creation, changes, deletion" in bothWays("changed", 20) { (name, asked, other) =>
      asked.create(name, config(name).toSeq: _*).status shouldBe 201
      other.get(s"/connectors/$name").status shouldBe 200
      other.config(name) shouldBe config(name)
      other.get("/connectors").body.elements().asScala.map(_.asText()).toSeq should contain(name)
      other.create(name, config(name).toSeq: _*).status shouldBe 409

      asked.put(s"/connectors/$name/config", Rest.json(config(name) + ("a" -> "1"))).status shouldBe 200
      other.config(name) shouldBe config(name) + ("a" -> "1")

      other.patch(s"/connectors/$name/config", """{"a": null, "b": "2"}""").status shouldBe 200
      asked.config(name) shouldBe config(name) + ("b" -> "2")

      asked.delete(s"/connectors/$name").status shouldBe 204
      other.get(s"/connectors/$name").status shouldBe 404
      other.get(s"/connectors/$name/status").status shouldBe 404
      other.get("/connectors").body.elements().asScala.map(_.asText()).toSeq should not contain name
      other.delete(s"/connectors/$name").status shouldBe 404
    }

    "show at once: offsets that were altered, and topics that were reset" in bothWays("altered", 2) {
      (name, asked, other) =>
        asked.create(name, config(name).toSeq: _*).status shouldBe 201
        eventually(other.states(name) shouldBe "RUNNING: RUNNING")
        eventually(other.get(s"/connectors/$name/topics").body.at(s"/$name/topics/0").asText() shouldBe name)
        other.put(s"/connectors/$name/stop").status shouldBe 204
        eventually(asked.states(name) shouldBe "STOPPED: ")

        val offsets = s"""{"offsets":[{"partition":{"filename":"$input"},"offset":{"position":3}}]}"""
        eventually(asked.patch(s"/connectors/$name/offsets", offsets).status shouldBe 200)
        other.get(s"/connectors/$name/offsets").body.at("/offsets/0/offset/position").asInt() shouldBe 3
        other.delete(s"/connectors/$name/offsets").status shouldBe 200
        asked.get(s"/connectors/$name/offsets").body.at("/offsets").size() shouldBe 0

        asked.put(s"/connectors/$name/topics/reset").status shouldBe 202
        other.get(s"/connectors/$name/topics").body.at(s"/$name/topics").size() shouldBe 0
        other.delete(s"/connectors/$name").status shouldBe 204
    }

    "show at once: levels of loggers in the whole cluster" in bothWays("logged", 4) { (name, asked, other) =>
      val logger = s"/admin/loggers/story.$name"
      asked.put(s"$logger?scope=cluster", """{"level":"DEBUG"}""").status shouldBe 204
      other.get(logger).body.path("level").asText() shouldBe "DEBUG"
    }
  }

  "Restarts, pauses and resumes" should {

    "reach connectors and tasks wherever they are" in bothWays("moved", 4) { (name, asked, other) =>
      asked.create(name, config(name).toSeq: _*).status shouldBe 201
      eventually(asked.states(name) shouldBe "RUNNING: RUNNING")
      other.post(s"/connectors/$name/restart").status shouldBe 204
      other.post(s"/connectors/$name/tasks/0/restart").status shouldBe 204
      other.put(s"/connectors/$name/pause").status shouldBe 202
      eventually(asked.states(name) shouldBe "PAUSED: PAUSED")
      asked.put(s"/connectors/$name/resume").status shouldBe 202
      eventually(other.states(name) shouldBe "RUNNING: RUNNING")
      asked.post(s"/connectors/$name/restart?includeTasks=true").status shouldBe 202
      eventually(other.states(name) shouldBe "RUNNING: RUNNING")
      asked.delete(s"/connectors/$name").status shouldBe 204
    }
  }
}
