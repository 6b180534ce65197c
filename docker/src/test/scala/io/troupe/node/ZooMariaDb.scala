package io.troupe.node

import java.nio.file.Files

/** Debezium's connectors for MariaDB and MySQL, with a server of MariaDB. */
trait ZooMariaDb extends ZooStory {

  private lazy val mariaDb = {
    val server = new MariaDbServer(zoo.resolve("mariadb"), Files.createDirectories(home.resolve("mariadb")))
    server.execute("create user cat@'%' identified by 'secret'")
    server.execute("grant all on *.* to cat@'%'")
    server
  }
  private var servers = 100

  override protected def afterAll(): Unit =
    try mariaDb.close()
    finally super.afterAll()

  /** A follower of a database that is called as the visit calls the connector. */
  private def follower(visit: Visit, name: String, connector: String, version: String): Map[String, String] = {
    synchronized(servers += 1)
    Map(
      "connector.class" -> connector,
      "connector.plugin.version" -> version,
      "database.hostname" -> "127.0.0.1",
      "database.port" -> mariaDb.port.toString,
      "database.user" -> "cat",
      "database.password" -> "secret",
      "database.server.id" -> servers.toString,
      "database.include.list" -> visit.own(name),
      "topic.prefix" -> visit.own(name),
      "schema.history.internal.kafka.topic" -> visit.own(s"$name-history"),
      "schema.history.internal.kafka.bootstrap.servers" -> broker.bootstrapServers()
    )
  }

  /** Places as they are told: what was asked for, with the coordinates the other way round. */
  private val shapes = Map(
    "transforms" -> "filter,swap,format,flat",
    "transforms.filter.type" -> "io.debezium.transforms.SchemaChangeEventFilter",
    "transforms.filter.schema.change.event.exclude.list" -> "DROP,CREATE",
    "transforms.swap.type" -> "io.debezium.transforms.SwapGeometryCoordinates",
    "transforms.swap.srids" -> "4326",
    "transforms.format.type" -> "io.debezium.transforms.GeometryFormatTransformer",
    "transforms.format.format" -> "ewkb",
    "transforms.flat.type" -> "io.debezium.transforms.ExtractNewRecordState"
  ) ++ Seq("filter", "swap", "format", "flat").map(it => s"transforms.$it.plugin.version" -> "3.5.0.Final")

  "Debezium's connector for MariaDB" should {

    "tell a table and its changes" in compared(
      Plugin("io.debezium.connector.mariadb.MariaDbConnector", "3.5.0.Final")
    )("a table and its changes, kill -9, restart, delete") { visit =>
      follow(visit, "maria", "io.debezium.connector.mariadb.MariaDbConnector", "3.5.0.Final")
    }

    "have its places shaped by transformations" in compared(
      Seq("SchemaChangeEventFilter", "SwapGeometryCoordinates", "GeometryFormatTransformer", "ExtractNewRecordState")
        .map(it => Plugin(s"io.debezium.transforms.$it", "3.5.0.Final")): _*
    )("on places of a MariaDB") { visit =>
      val database = visit.own("places")
      mariaDb.execute(s"create database $database")
      mariaDb.execute(s"create table $database.places (id int primary key, place geometry not null)")
      mariaDb.execute(s"insert into $database.places values (1, st_geomfromtext('POINT(1 2)', 4326))")
      val follow = follower(visit, "places", "io.debezium.connector.mariadb.MariaDbConnector", "3.5.0.Final") ++ shapes
      val connector = visit.create("places", follow.toSeq: _*)
      def told = visit.values(s"$database.$database.places").toSet
      eventually(told should have size 1)
      mariaDb.execute(s"insert into $database.places values (2, st_geomfromtext('POINT(3 4)', 4326))")
      mariaDb.execute(s"create table $database.others (id int primary key)")
      mariaDb.execute(s"alter table $database.places add column name varchar(20)")
      mariaDb.execute(s"insert into $database.places values (3, st_geomfromtext('POINT(5 6)', 4326), 'inn')")
      eventually(told should have size 3)
      visit.delete(connector)
      val changes =
        visit.parsed(database).filter(_.path("databaseName").asText() == database).map(_.path("ddl").asText())
      told ++ changes.map(_.replace(visit.worker.name, ""))
    }
  }

  "Debezium's connector for MySQL" should {

    "find its driver, and that a MariaDB is none" in {
      def refused(visit: Visit) = {
        val config = follower(visit, "mysql", "io.debezium.connector.mysql.MySqlConnector", "3.6.1.Final")
        visit.worker.rest.create(visit.own("mysql"), config.toSeq: _*)
      }
      alone(Plugin("io.debezium.connector.mysql.MySqlConnector", "3.6.1.Final"))(
        "not run: no MySQL is to be had; its driver reaches a MariaDB, which does not know `SHOW BINARY LOG STATUS`",
        "answers 500 to what its validation says"
      ) { visit =>
        val reply = refused(visit)
        reply.status shouldBe 400
        reply.text should include("SHOW BINARY LOG STATUS")
        Seq(reply.status)
      }(refused(_).status shouldBe 500)
    }
  }

  private def follow(visit: Visit, name: String, connector: String, version: String): Set[Change] = {
    val database = visit.own(name)
    mariaDb.execute(s"create database $database")
    mariaDb.execute(s"create table $database.orders (id int primary key, revision int not null)")
    def feed(time: Int): Unit = Orders.batch(time, s"$database.orders").foreach(mariaDb.execute)
    def told = Orders.told(visit.parsed(s"$database.$database.orders"))
    feed(0)
    val source = visit.create(name, follower(visit, name, connector, version).toSeq: _*)
    eventually(told shouldBe Orders.changes(0))
    visit.endure(source)(time => feed(time + 1))(time => eventually(told shouldBe Orders.changes(time + 1)))
    told
  }
}
