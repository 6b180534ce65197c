package io.troupe.node

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import java.sql.Connection
import scala.util.Using

/** A database that connectors follow, with a schema for each visit. */
trait ZooPostgres extends ZooStory {

  private lazy val postgres =
    EmbeddedPostgres
      .builder()
      .setServerConfig("wal_level", "logical")
      .setServerConfig("max_replication_slots", "40")
      .setServerConfig("max_wal_senders", "40")
      .start()
  private lazy val connection: Connection = postgres.getPostgresDatabase.getConnection
  protected lazy val postgresPort: Int = postgres.getPort
  protected val postgresUser = "postgres"

  override protected def afterAll(): Unit =
    try postgres.close()
    finally super.afterAll()

  protected def execute(sql: String): Unit = connection.synchronized {
    Using.resource(connection.createStatement())(_.execute(sql))
  }

  /** Each row as text. */
  protected def rows(query: String): Seq[String] = connection.synchronized {
    Using.Manager { use =>
      val found = use(use(connection.createStatement()).executeQuery(query))
      val columns = 1 to found.getMetaData.getColumnCount
      Iterator.continually(found).takeWhile(_.next()).map(row => columns.map(row.getString).mkString(" ")).toList
    }.get
  }

  /** Waits until somebody is reading the changes. */
  protected def followed(slot: String): Unit =
    eventually(rows(s"select active from pg_replication_slots where slot_name = '$slot'") shouldBe Seq("t"))

  /** Debezium's connector with all that is called after it.
    *
    * @param name
    *   also of the schema, the slot and the topics
    */
  protected def postgresFollower(name: String, version: String, more: (String, String)*): Seq[(String, String)] = Seq(
    "connector.class" -> "io.debezium.connector.postgresql.PostgresConnector",
    "connector.plugin.version" -> version,
    "plugin.name" -> "pgoutput",
    "slot.name" -> name,
    "publication.name" -> name,
    "publication.autocreate.mode" -> "filtered",
    "database.hostname" -> "127.0.0.1",
    "database.port" -> postgresPort.toString,
    "database.user" -> postgresUser,
    "database.password" -> "postgres",
    "database.dbname" -> "postgres",
    "schema.include.list" -> name,
    "topic.prefix" -> name
  ) ++ more

  /** Transformations one after the other, in this version. */
  protected def chain(version: String, steps: (String, Map[String, String])*): Seq[(String, String)] =
    ("transforms" -> steps.indices.map(i => s"t$i").mkString(",")) +: steps.zipWithIndex.flatMap {
      case ((transformation, settings), i) =>
        val own = settings ++ Map("type" -> transformation, "plugin.version" -> version)
        own.map { case (key, value) => s"transforms.t$i.$key" -> value }
    }
}
