package io.troupe.node

import com.fasterxml.jackson.databind.node.{ArrayNode, ObjectNode}
import com.fasterxml.jackson.databind.ObjectMapper
import de.bwaldvogel.mongo.MongoServer
import de.bwaldvogel.mongo.backend.memory.MemoryBackend
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, Path}
import java.sql.DriverManager
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.serialization.StringSerializer
import org.scalatest.BeforeAndAfterAll
import scala.collection.mutable
import scala.jdk.CollectionConverters._
import scala.util.{Try, Using}

/** Plugins that others made, as users get them: listed and validated as by an Apache worker, and run, killed and
  * resumed. What was done is in docs/tested-plugins.md; with -Dzoo.write=true it is written, else compared.
  */
class ZooStorySlowSpec extends Story with BeforeAndAfterAll {

  import ZooStorySlowSpec._

  private val cats = 100
  private val zoo = Path.of("zoo", "target").toAbsolutePath
  private val table = Path.of("..", "docs", "tested-plugins.md").toAbsolutePath
  private lazy val home = folder("zoo")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val plugins = Seq(
    zoo.resolve("plugins"),
    Path.of("target", "plugins-for-tests").toAbsolutePath
  )
  private lazy val mongo = {
    val server = new MongoServer(new MemoryBackend)
    server.enableOplog()
    server
  }
  private lazy val mongoAddress = {
    val address = mongo.bind()
    s"mongodb://127.0.0.1:${address.getPort}"
  }
  private lazy val reference = new ReferenceWorker(zoo.resolve("reference"), home, broker.bootstrapServers(), plugins)
  private val json = new ObjectMapper()
  private val done = mutable.LinkedHashMap.empty[String, String]
  private var worker: Option[Program] = None
  private var starts = 0

  override protected def afterAll(): Unit =
    try worker.foreach(_.kill())
    finally {
      reference.close()
      mongo.shutdownNow()
      broker.close()
    }

  private lazy val file: Path = {
    val own = workerProperties(broker.bootstrapServers(), home)
    val properties = own ++ Map(
      "plugin.path" -> (own("plugin.path") +: plugins.map(_.toString)).mkString(","),
      "key.converter" -> "org.apache.kafka.connect.storage.StringConverter",
      "value.converter.schemas.enable" -> "false"
    )
    Story.propertiesFile(home.resolve("worker.properties"), properties)
  }

  private def start(): Rest = {
    starts += 1
    worker = Some(Program.troupe(distribution, home.resolve(s"worker-$starts.log"), "worker", file.toString))
    worker.get.rest
  }

  private def rest: Rest = worker.get.rest

  private def killAndResume(): Unit = {
    worker.get.kill()
    start()
  }

  private def produce(topic: String, numbers: Range): Unit = {
    val client = Map[String, Object]("bootstrap.servers" -> broker.bootstrapServers())
    Using.resource(new KafkaProducer(client.asJava, new StringSerializer, new StringSerializer)) { producer =>
      numbers.foreach { number =>
        producer.send(new ProducerRecord(topic, s"""{"n": $number, "name": "cat $number"}"""))
      }
    }
  }

  private def values(topic: String): Set[String] =
    Using.resource(new TopicReader(topic, Map("bootstrap.servers" -> broker.bootstrapServers()))) {
      _.records.map(record => new String(record.value(), UTF_8)).toSet
    }

  /** Which cats a topic tells of. */
  private def told(topic: String): Set[Int] = values(topic).map(json.readTree(_).path("n").asInt(-1))

  private def create(name: String, settings: (String, String)*): Unit = {
    val created = rest.create(name, settings: _*)
    withClue(created.text)(created.status shouldBe 201)
    eventually(withClue(rest.get(s"/connectors/$name/status").text)(rest.states(name) shouldBe "RUNNING: RUNNING"))
  }

  private def restartAndDelete(names: String*): Unit = names.foreach { name =>
    rest.post(s"/connectors/$name/tasks/0/restart").status shouldBe 204
    eventually(rest.states(name) shouldBe "RUNNING: RUNNING")
    rest.delete(s"/connectors/$name").status shouldBe 204
  }

  private def listed(rest: Rest): Seq[(String, Kind)] =
    rest
      .get("/connector-plugins?connectorsOnly=false")
      .body
      .elements()
      .asScala
      .filterNot(_.path("class").asText().startsWith("org.apache.kafka"))
      .filterNot(_.path("class").asText().startsWith("io.troupe"))
      .map(it => it.path("class").asText() -> Kind(it.path("type").asText(), it.path("version").asText("")))
      .toSeq
      .sortBy { case (name, kind) => (name, kind.of, kind.version) }

  /** Each setting, but for what it is explained by, which is in words of our own, and for the version of Kafka's own
    * plugins; what several folders have is recommended once.
    */
  private def validated(rest: Rest, connector: String): Seq[String] = {
    val kafka = rest.get("/").body.path("version").asText()
    val config = Rest.json(Map("name" -> "zoo", "connector.class" -> connector, "topics" -> "cats"))
    val validation = rest.put(s"/connector-plugins/$connector/config/validate", config).body
    validation.path("configs").elements().asScala.toSeq.map { setting =>
      setting.path("definition").asInstanceOf[ObjectNode].remove("documentation")
      val recommended = setting.path("value").path("recommended_values").asInstanceOf[ArrayNode]
      val once = recommended.elements().asScala.toSeq.distinct
      recommended.removeAll().addAll(once.asJava)
      setting.toString.replace(s"\"$kafka\"", "\"Kafka's\"")
    }
  }

  "The plugins of others" should {

    "be listed as by an Apache worker" in {
      withClue("mvn -f docker/zoo package fetches them: ")(Files.isDirectory(zoo.resolve("plugins")) shouldBe true)
      start()
      eventually(reference.rest.get("/connector-plugins").status shouldBe 200)
      val there = listed(reference.rest)
      there should not be empty
      listed(rest) shouldBe there
    }

    "be validated as by an Apache worker" in {
      val connectors = listed(rest).collect { case (name, Kind("source" | "sink", _)) => name }.distinct
      connectors.foreach { connector =>
        withClue(s"$connector: ") {
          val here = validated(rest, connector)
          val there = validated(reference.rest, connector)
          there should not be empty
          there.diff(here) shouldBe empty
          here.diff(there) shouldBe empty
        }
      }
      reference.close()
    }
  }

  "MongoDB's connectors" should {

    "bring records into a collection and back into a topic, each one, over a kill -9" in {
      produce("to-mongo", 0 until cats)
      create(
        "to-mongo",
        "connector.class" -> "com.mongodb.kafka.connect.MongoSinkConnector",
        "connection.uri" -> mongoAddress,
        "database" -> "zoo",
        "collection" -> "cats",
        "topics" -> "to-mongo"
      )
      create(
        "from-mongo",
        "connector.class" -> "com.mongodb.kafka.connect.MongoSourceConnector",
        "connection.uri" -> mongoAddress,
        "database" -> "zoo",
        "collection" -> "cats",
        "topic.prefix" -> "mongo",
        "startup.mode" -> "copy_existing",
        "publish.full.document.only" -> "true",
        // The server in memory does not say what has changed where.
        "pipeline" -> """[{"$addFields": {"ns": {"db": "zoo", "coll": "cats"}}}]""",
        "output.json.formatter" -> "com.mongodb.kafka.connect.source.json.formatter.SimplifiedJson",
        "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      )
      eventually(told("mongo.zoo.cats") shouldBe (0 until cats).toSet)
      produce("to-mongo", cats until 2 * cats)
      eventually(told("mongo.zoo.cats") shouldBe (0 until 2 * cats).toSet)
      eventually(rest.get("/connectors/from-mongo/offsets").text should include("_data"))
      killAndResume()
      produce("to-mongo", 2 * cats until 3 * cats)
      eventually(told("mongo.zoo.cats") shouldBe (0 until 3 * cats).toSet)
      restartAndDelete("to-mongo", "from-mongo")
      done("com.mongodb.kafka.connect.MongoSinkConnector") =
        "into a server in memory and back, kill -9, restart, delete"
      done("com.mongodb.kafka.connect.MongoSourceConnector") = "the same: copy of what is there, then its changes"
    }
  }

  "Iceberg's sink" should {

    "write each record into a table of a local catalogue, over a kill -9" in {
      createTopic("control-iceberg")
      produce("to-iceberg", 0 until cats)
      val warehouse = home.resolve("warehouse")
      create(
        "to-iceberg",
        "connector.class" -> "org.apache.iceberg.connect.IcebergSinkConnector",
        "topics" -> "to-iceberg",
        "iceberg.tables" -> "zoo.cats",
        "iceberg.tables.auto-create-enabled" -> "true",
        "iceberg.control.commit.interval-ms" -> "2000",
        "iceberg.catalog.type" -> "hadoop",
        "iceberg.catalog.warehouse" -> warehouse.toUri.toString
      )
      eventually(rowsOf(warehouse.resolve("zoo").resolve("cats")) shouldBe cats)
      // Before that, its coordinator forgets at a kill what was written and not committed: it begins at the latest event.
      eventually(worker.get.output should include("committed to 1 table(s)"))
      killAndResume()
      produce("to-iceberg", cats until 2 * cats)
      eventually(rowsOf(warehouse.resolve("zoo").resolve("cats")) shouldBe 2 * cats)
      restartAndDelete("to-iceberg")
      done("org.apache.iceberg.connect.IcebergSinkConnector") =
        "into a table of a Hadoop catalogue in a folder, kill -9, restart, delete: each record once"
    }
  }

  "Camel's connector of an old generation" should {

    "poll a table" in {
      val url = s"jdbc:h2:file:${home.resolve("shop")};AUTO_SERVER=TRUE"
      Using.Manager { use =>
        val statement = use(use(DriverManager.getConnection(url, "sa", "")).createStatement())
        statement.execute("create table cats (n int primary key, name varchar(20))")
        statement.execute(s"insert into cats select x, 'cat ' || x from system_range(0, ${cats - 1})")
      }.get
      create(
        "from-camel",
        "connector.class" -> "org.apache.camel.kafkaconnector.CamelSourceConnector",
        "topics" -> "camel",
        "camel.source.url" -> "sql:select n, name from cats order by n?dataSource=#bean:shop&delay=1000",
        "camel.beans.shop" -> "#class:org.h2.jdbcx.JdbcDataSource",
        "camel.beans.shop.url" -> url,
        "camel.beans.shop.user" -> "sa",
        "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      )
      eventually(
        values("camel").map(it => "N=(\\d+)".r.findFirstMatchIn(it).get.group(1).toInt) shouldBe (0 until cats).toSet
      )
      restartAndDelete("from-camel")
      done("org.apache.camel.kafkaconnector.CamelSourceConnector") = "SQL polled from H2, restart, delete"
    }
  }

  "The table of tested plugins" should {

    "say what was done" in {
      val rows = listed(rest).distinct.map { case (name, kind) =>
        s"| `$name` | ${kind.of} | ${kind.version} | ${done.getOrElse(name, elsewhere.getOrElse(name, ""))} |"
      }
      val text = heading + rows.mkString("\n") + "\n"
      if (System.getProperty("zoo.write") != null) {
        Files.createDirectories(table.getParent)
        Files.writeString(table, text)
      }
      Try(Files.readString(table)).getOrElse("") shouldBe text
      worker.get.terminate()
    }
  }

  private def createTopic(name: String): Unit = {
    import org.apache.kafka.clients.admin.{Admin, NewTopic}
    val client = Map[String, Object]("bootstrap.servers" -> broker.bootstrapServers())
    Using.resource(Admin.create(client.asJava))(
      _.createTopics(java.util.List.of(new NewTopic(name, 1, 1.toShort))).all().get()
    )
  }

  /** As the newest state of a table says. */
  private def rowsOf(folder: Path): Int = {
    val metadata = folder.resolve("metadata")
    val newest = if (Files.exists(metadata)) Using.resource(Files.list(metadata)) {
      _.iterator().asScala
        .filter(_.getFileName.toString.matches("v\\d+\\.metadata\\.json"))
        .maxByOption(_.getFileName.toString.drop(1).takeWhile(_.isDigit).toInt)
    }
    else None
    newest
      .map(file => json.readTree(file.toFile).path("snapshots").elements().asScala.toSeq)
      .flatMap(_.lastOption)
      .fold(0)(_.path("summary").path("total-records").asInt())
  }
}

private object ZooStorySlowSpec {

  /** What a plugin is, and of which version; empty for none. */
  final case class Kind(of: String, version: String)

  /** What other stories run. */
  val elsewhere: Map[String, String] = Map(
    "io.debezium.connector.postgresql.PostgresConnector" ->
      "`DebeziumStorySpec`: a table and its changes, kill -9, restart, delete",
    "io.debezium.connector.jdbc.JdbcSinkConnector" -> "`DebeziumStorySpec`: those changes into another table",
    "io.debezium.connector.mariadb.MariaDbConnector" -> "`DebeziumStorySpec`: its driver is found; without a database"
  )

  val heading: String =
    """# Tested plugins
      |
      |Plugins that others made, unmodified, as `ZooStorySlowSpec` found them: each is listed as by an Apache worker, and
      |each connector validated as by one (`connect-runtime` 4.3.1, the newest that runs them all). The last column says
      |what was run besides. The table is written by
      |
      |```sh
      |mvn -f docker/zoo/pom.xml package
      |mvn -Pslow -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ZooStorySlowSpec -Dzoo.write=true \
      |  -Dfailsafe.failIfNoSpecifiedTests=false verify
      |```
      |
      || class | type | version | run |
      ||---|---|---|---|
      |""".stripMargin
}
