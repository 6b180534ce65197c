package io.troupe.node

import io.troupe.node.stage.{Stage, StageSource}
import java.net.ServerSocket
import java.util.{Map => JMap}
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.source.{SourceRecord, SourceTaskContext}
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** Two workers, with frames between them of Pekko's default size: what is larger than that works from both of them. */
class LargeStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("large")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val seed = {
    val probe = new ServerSocket(0)
    try probe.getLocalPort
    finally probe.close()
  }
  private lazy val nodes = Seq(node(seed), node(0))
  private lazy val rests = nodes.map(it => new Rest(it.restUrl()))

  private def node(port: Int): Troupe = Troupe.start(
    (workerProperties(broker.bootstrapServers(), home) ++ Map(
      "troupe.cluster.listener" -> s"127.0.0.1:$port",
      "troupe.cluster.seed.nodes" -> s"127.0.0.1:$seed",
      "value.converter" -> "org.apache.kafka.connect.storage.StringConverter",
      "metric.reporters" -> ""
    )).asJava
  )

  override protected def afterAll(): Unit =
    try nodes.reverse.foreach(_.stop())
    finally broker.close()

  private def create(asked: Rest, name: String, tasks: Int, more: (String, String)*): Unit = {
    val config = Map("connector.class" -> classOf[StageSource].getName, Stage.SETTING -> name, "tasks.max" -> s"$tasks")
    val reply = asked.create(name, (config ++ more).toSeq: _*)
    withClue(reply.text)(reply.status shouldBe 201)
  }

  private def millis(deed: => Unit): Long = {
    val begun = System.nanoTime()
    deed
    (System.nanoTime() - begun) / 1_000_000
  }

  private def within(limit: Long, what: String)(deed: => Unit): Unit = {
    val took = millis(deed)
    info(s"$what: $took ms")
    took should be < limit
  }

  "Two workers" should {

    "record and find the offsets of 5,500 and of 10,000 source partitions" in
      Seq(5_500, 10_000, 10_000).zipWithIndex.foreach { case (count, turn) =>
        val name = s"partitions-$turn"
        val partitions = (0 until count).map(it => JMap.of("table", f"database.schema.some table with a name $it%06d"))
        @volatile var known = Seq.empty[Int]
        @volatile var reading = Seq.empty[Long]
        @volatile var sent = false
        Stage.open(
          name,
          (call, argument) =>
            call match {
              case "start" =>
                val reader = argument.asInstanceOf[SourceTaskContext].offsetStorageReader
                reading = reading :+ millis {
                  known = known :+ reader.offsets(partitions.asJava).values.asScala.count(_ != null)
                }
                null
              case "poll" if !sent =>
                sent = true
                partitions.zipWithIndex.map { case (partition, number) =>
                  new SourceRecord(partition, JMap.of("n", Long.box(number.toLong)), "large", Schema.STRING_SCHEMA, "x")
                }.asJava
              case _ => null
            }
        )
        create(rests(turn % 2), name, 1)
        eventually(rests(turn % 2).get(s"/connectors/$name/offsets").body.path("offsets").size() shouldBe count)
        rests.foreach(_.get(s"/connectors/$name/offsets").body.path("offsets").size() shouldBe count)

        rests.head.post(s"/connectors/$name/tasks/0/restart").status shouldBe 204
        eventually(known shouldBe Seq(0, count))
        info(s"$count source partitions: read in ${reading.mkString(" and ")} ms")
        reading.last should be < 2_000L
        rests.head.delete(s"/connectors/$name").status shouldBe 204
      }

    "run what is configured with 300 KB and with 2 MiB, and refuse what can never work with the figure" in {
      for ((size, turn) <- Seq(300_000, 2 * 1024 * 1024).zipWithIndex) {
        val (asked, other) = (rests(turn), rests(1 - turn))
        val name = s"configured-$turn"
        val text = "large " * (size / 6)
        val configs = List.fill(4)(JMap.of(Stage.SETTING, name, "text", text)).asJava
        Stage.open(name, (call, _) => if (call == "taskConfigs") configs else null)
        create(asked, name, 4, "text" -> text)
        rests.foreach(rest => eventually(rest.states(name) shouldBe "RUNNING: RUNNING, RUNNING, RUNNING, RUNNING"))
        other.config(name)("text") shouldBe text
        rests.foreach(_.get(s"/connectors/$name/tasks").body.path(3).path("config").path("text").asText() shouldBe text)
        val changed = other.config(name) + ("text" -> (text + "more"))
        other.put(s"/connectors/$name/config", Rest.json(changed)).status shouldBe 200
        asked.config(name) shouldBe changed
        eventually(other.states(name) shouldBe "RUNNING: RUNNING, RUNNING, RUNNING, RUNNING")
        rests.foreach(rest => within(1_000, s"status beside $size")(rest.get(s"/connectors/$name/status").status))
        other.delete(s"/connectors/$name").status shouldBe 204
      }
      val refused = rests.head.create("beyond", "connector.class" -> "any", "text" -> "x" * (4 * 1024 * 1024))
      refused.status shouldBe 413
      refused.text should include("4194304")
    }

    "show tasks that fail with 300 KB of text as FAILED, wherever they run" in {
      Stage.open(
        "failing",
        (call, _) => if (call == "start") throw new IllegalStateException("row " * 75_000) else null
      )
      create(rests.head, "failing", 8)
      rests.foreach { rest =>
        eventually(rest.states("failing") shouldBe "RUNNING: " + Seq.fill(8)("FAILED").mkString(", "))
        val trace = rest.get("/connectors/failing/status").body.path("tasks").path(7).path("trace").asText()
        trace should startWith("java.lang.IllegalStateException: row row")
        trace should include("characters are left out here")
      }
    }
  }
}
