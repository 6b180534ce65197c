package io.troupe.node

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.Path
import org.scalatest.BeforeAndAfterAll

/** A connector that others made follows a database, whatever happens to its worker, and misses no change. */
class DebeziumStorySpec extends Story with BeforeAndAfterAll {

  private val stock = 2000

  /** A kill and two restarts. */
  private val ends = 3
  private lazy val home = folder("debezium")
  private val json = new ObjectMapper()
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val shop = new Shop
  private lazy val topic =
    new TopicReader("shop.public.orders", Map("bootstrap.servers" -> broker.bootstrapServers()))
  private var toldBeforeKill = 0

  override protected def afterAll(): Unit =
    try worker.close()
    finally {
      topic.close()
      shop.close()
      broker.close()
    }

  private lazy val worker = {
    val own = workerProperties(broker.bootstrapServers(), home)
    val settings = own ++ Map(
      "plugin.path" -> (own("plugin.path") + "," + Path.of("target", "plugins-for-tests").toAbsolutePath),
      "key.converter.schemas.enable" -> "false",
      "value.converter.schemas.enable" -> "false"
    )
    new TroupeWorker("worker", home, distribution, settings)
  }

  /** What the topic tells, tombstones apart. */
  private def told: Seq[Change] = topic.records.filter(_.value() != null).map { record =>
    val change = json.readTree(record.value())
    val op = change.path("op").asText()
    val row = change.path(if (op == "d") "before" else "after")
    val id = row.path("id").asInt()
    json.readTree(record.key()).path("id").asInt() shouldBe id
    Change(op, id, row.path("revision").asInt())
  }

  private def follower(name: String, more: (String, String)*): Seq[(String, String)] = Seq(
    "connector.class" -> "io.debezium.connector.postgresql.PostgresConnector",
    "plugin.name" -> "pgoutput",
    "slot.name" -> name,
    "publication.name" -> name,
    "database.hostname" -> "127.0.0.1",
    "database.port" -> shop.port.toString,
    "database.user" -> "postgres",
    "database.password" -> "postgres",
    "database.dbname" -> "postgres",
    "table.include.list" -> "public.orders",
    "publication.autocreate.mode" -> "filtered",
    "topic.prefix" -> name
  ) ++ more

  private val withSchemas: Seq[(String, String)] = Seq("key", "value").flatMap { part =>
    Seq(
      s"$part.converter" -> "org.apache.kafka.connect.json.JsonConverter",
      s"$part.converter.schemas.enable" -> "true"
    )
  }

  /** Waits until this many further changes have been told. */
  private def follow(further: Int): Unit = {
    val before = told.size
    eventually(told.size should be >= before + further)
  }

  "Debezium's connector for PostgreSQL" should {

    "tell what is in a table, and follow its changes" in {
      shop.stock(stock)
      worker.start()
      worker.create("shop", follower("shop"): _*)
      eventually(told should not be empty)
      shop.opens()
      eventually(told.count(_.op != "r") should be > 500)
    }

    "come back by itself when its worker is killed with kill -9" in {
      worker.rest.states("shop") shouldBe "RUNNING: RUNNING"
      worker.kill()
      toldBeforeKill = told.size
      val away = shop.changes.size
      eventually(shop.changes.size should be > away + 200)
      worker.start()
      worker.runs("shop")
      follow(500)
    }

    "go on when it is restarted by REST" in {
      worker.rest.post("/connectors/shop/restart?includeTasks=true").status shouldBe 202
      follow(300)
      worker.restartTask("shop")
      follow(300)
      worker.runs("shop")
    }

    "have told every change, in the order in which they were made" in {
      shop.closes()
      val made = shop.changes
      eventually(told.lastOption shouldBe made.lastOption)
      val (snapshot, stream) = told.splitAt(stock)

      snapshot.sortBy(_.id) shouldBe (1 to stock).map(Change("r", _, 0))
      made.diff(stream) shouldBe empty
      // A deletion is told twice: as a change, and as a tombstone for compaction, in records of the same source offset.
      // Debezium may give them out in two polls; where a task ends between, its next run takes both for told.
      val deletions = stream.count(_.op == "d")
      eventually(topic.records.count(_.value() == null) should (be <= deletions and be >= deletions - ends))

      val place = made.zipWithIndex.toMap
      val places = -1 +: stream.map(place)
      val jumps = places.zip(places.tail).zipWithIndex.collect {
        case ((one, next), index) if next != one + 1 => (stock + index, one, next)
      }
      withClue("only the kill may have changes told again, and none may be left out: ") {
        jumps.filterNot { case (index, one, next) => index == toldBeforeKill && next <= one } shouldBe empty
      }
    }

    "bring its transformations along, which build on those of Kafka" in {
      val plugins = worker.rest.get("/connector-plugins?connectorsOnly=false").body.findValuesAsText("class")
      plugins should contain allOf (
        "io.debezium.transforms.ExtractNewRecordState",
        "io.debezium.transforms.ExtractSchemaToNewRecord",
        "io.debezium.transforms.outbox.EventRouter",
        "io.debezium.converters.CloudEventsConverter"
      )
    }

    "have its changes put into another table by Debezium's sink, whatever the topic is called there" in {
      worker.create("whole", follower("whole", withSchemas: _*): _*)
      worker.create(
        "copy",
        withSchemas ++ Seq(
          "connector.class" -> "io.debezium.connector.jdbc.JdbcSinkConnector",
          "topics" -> "whole.public.orders",
          "transforms" -> "route",
          "transforms.route.type" -> "org.apache.kafka.connect.transforms.RegexRouter",
          "transforms.route.regex" -> ".*",
          "transforms.route.replacement" -> "copies",
          "connection.url" -> s"jdbc:postgresql://127.0.0.1:${shop.port}/postgres",
          "connection.username" -> "postgres",
          "connection.password" -> "postgres",
          "insert.mode" -> "upsert",
          "delete.enabled" -> "true",
          "primary.key.mode" -> "record_key",
          "schema.evolution" -> "basic"
        ): _*
      )
      val orders = shop.rows("orders")
      eventually(withClue(worker.rest.get("/connectors/copy/status").text)(shop.rows("copies") shouldBe orders))
      worker.runs("copy")
      Seq("copy", "whole").foreach(worker.delete)
    }

    "let go of the database when it is deleted" in {
      shop.isFollowed shouldBe true
      worker.delete("shop")
      worker.rest.get("/connectors/shop/status").status shouldBe 404
      eventually(shop.isFollowed shouldBe false)
      worker.terminate()
      // The database says ERROR where the connector warns that its killed forerunner is still being followed.
      worker.output should not include "] ERROR "
    }
  }

  "Debezium's connector for MariaDB" should {

    "find the driver that it brings" in {
      val rest = worker.start()
      val config =
        """{"connector.class": "io.debezium.connector.mariadb.MariaDbConnector", "name": "shop", "topic.prefix": "shop",
          |"database.hostname": "127.0.0.1", "database.port": "1", "database.user": "u", "database.password": "p",
          |"database.server.id": "7", "schema.history.internal.kafka.topic": "history",
          |"schema.history.internal.kafka.bootstrap.servers": "127.0.0.1:1"}""".stripMargin
      val said = rest.put("/connector-plugins/io.debezium.connector.mariadb.MariaDbConnector/config/validate", config)
      said.status shouldBe 200
      said.text should include("Connection refused")
      said.text should not include "No suitable driver"
      worker.terminate()
    }
  }
}
