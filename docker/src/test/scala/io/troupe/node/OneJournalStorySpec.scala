package io.troupe.node

import java.nio.file.Files
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.Try

/** Workers of one group that share a journal are one cluster, whether they are told of each other or not; one with
  * another journal is none of them, and says why.
  */
class OneJournalStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("one-journal")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val input = Files.writeString(home.resolve("in.txt"), lines(10))
  private lazy val address = s"127.0.0.1:${DevBroker.freePort("127.0.0.1")}"
  private lazy val first = start("shared", "troupe.cluster.listener" -> address)
  private lazy val second = start("shared")

  /** H2's own server makes the journal one that several processes may share. */
  private def start(journal: String, more: (String, String)*): Troupe = Troupe.start(
    (workerProperties(broker.bootstrapServers(), home) ++ Map(
      "group.id" -> "one-journal",
      "troupe.database.url" -> s"jdbc:h2:file:${home.resolve(journal)};AUTO_SERVER=TRUE;DB_CLOSE_ON_EXIT=TRUE",
      "config.storage.topic" -> "connect-configs",
      "config.storage.replication.factor" -> "1",
      "metric.reporters" -> ""
    ) ++ more).asJava
  )

  private def refusal(start: => Troupe): String = {
    val refused = the[IllegalStateException] thrownBy {
      val troupe = start
      troupe.stop()
    }
    refused.getMessage
  }

  override protected def afterAll(): Unit =
    try Seq(second, first).foreach(it => Try(it.stop()))
    finally broker.close()

  private def rest(troupe: Troupe) = new Rest(troupe.restUrl())

  "Workers that share a journal" should {

    "be one cluster although nobody told them of each other" in {
      rest(first).loadFile("lines", input, "one-journal").status shouldBe 201
      rest(second).get("/connectors").body.elements().asScala.map(_.asText()).toSeq shouldBe Seq("lines")
      eventually(rest(second).states("lines") shouldBe "RUNNING: RUNNING")
      rest(second).put("/connectors/lines/pause").status shouldBe 202
      eventually(rest(first).states("lines") shouldBe "PAUSED: PAUSED")
    }
  }

  "A worker with a journal of its own" should {

    "not be let in, and name both journals" in {
      val said = refusal(start("stranger", "troupe.cluster.seed.nodes" -> address, "config.storage.topic" -> ""))
      said should include(
        s"cannot be in one cluster with the worker at $address (${first.restUrl().toString.stripSuffix("/")}"
      )
      said should include regex "the journal in troupe.database.url is [0-9a-f-]{36} here and [0-9a-f-]{36} there"
      said.linesIterator should have size 1
      rest(first).get("/connectors").body.size() shouldBe 1
    }

    "not name others on other hosts" in {
      val own = Map(
        "troupe.database.url" -> s"jdbc:h2:file:${home.resolve("own")}",
        "troupe.cluster.seed.nodes" -> "192.0.2.1:7355"
      )
      val refused = the[org.apache.kafka.common.config.ConfigException] thrownBy start("own", own.toSeq: _*)
      refused.getMessage should include("troupe.database.url")
      refused.getMessage should include("192.0.2.1:7355 on another host")
    }
  }

  "A worker that comes after the others have ended" should {

    "found the cluster again, whoever it is" in {
      second.stop()
      first.stop()
      val third = start("shared")
      try rest(third).states("lines") should startWith("PAUSED")
      finally third.stop()
    }

    "not found a cluster of the group beside the first, unless its journal was replaced for good" in {
      val said = refusal(start("beside"))
      said should include("Group one-journal works with the journal")
      said.linesIterator should have size 1
      val way = "troupe.database.replaces=([0-9a-f-]{36})".r.findFirstMatchIn(said).map(_.group(1))
      val successor = start("beside", "troupe.database.replaces" -> way.get)
      successor.stop()
      start("beside").stop()
      refusal(start("shared")) should include("works with the journal")
    }
  }
}
