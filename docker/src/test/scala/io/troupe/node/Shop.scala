package io.troupe.node

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres
import java.sql.Connection
import java.util.concurrent.{Executors, TimeUnit}
import scala.collection.mutable
import scala.util.{Random, Using}

/** One committed change of a row: what a topic of changes has to tell. */
final case class Change(op: String, id: Int, revision: Int)

/** A database with one busy table, which notes every change it has committed. */
final class Shop extends AutoCloseable {

  private val postgres = EmbeddedPostgres.builder().setServerConfig("wal_level", "logical").start()
  private val connection: Connection = postgres.getPostgresDatabase.getConnection
  private val random = new Random(7)
  private val committed = mutable.ArrayBuffer.empty[Change]
  private val living = mutable.ArrayBuffer.empty[Change]
  private var lastId = 1000000
  private val customers = Executors.newSingleThreadScheduledExecutor()

  execute("create table orders (id int primary key, revision int not null)")
  execute("alter table orders replica identity full")

  val port: Int = postgres.getPort

  /** Fills the table; these rows are there before anybody looks. */
  def stock(rows: Int): Unit = synchronized {
    execute(s"insert into orders select id, 0 from generate_series(1, $rows) id")
    living ++= (1 to rows).map(Change("r", _, 0))
  }

  /** From now on rows come, change and go, some 500 a second. */
  def opens(): Unit = customers.scheduleWithFixedDelay(() => trade(), 0, 2, TimeUnit.MILLISECONDS)

  def closes(): Unit = {
    customers.shutdown()
    customers.awaitTermination(10, TimeUnit.SECONDS)
  }

  /** The changes in the order in which they were committed. */
  def changes: Seq[Change] = synchronized(committed.toSeq)

  /** What is in a table now: revisions by id. */
  def rows(table: String): Map[Int, Int] = synchronized {
    Using.Manager { use =>
      val found = use(use(connection.createStatement()).executeQuery(s"select id, revision from $table"))
      Iterator.continually(found).takeWhile(_.next()).map(row => row.getInt(1) -> row.getInt(2)).toMap
    }.get
  }

  /** Whether somebody is reading the changes. */
  def isFollowed: Boolean = synchronized {
    Using.resource(connection.createStatement()) { statement =>
      val slots = statement.executeQuery("select count(*) from pg_replication_slots where active")
      slots.next()
      slots.getInt(1) > 0
    }
  }

  /** One change by itself, or two in one transaction. */
  private def trade(): Unit = synchronized {
    connection.setAutoCommit(false)
    val changes = Seq.fill(1 + random.nextInt(2))(next())
    connection.commit()
    connection.setAutoCommit(true)
    committed ++= changes
  }

  private def next(): Change = random.nextInt(10) match {
    case dice if dice < 3 || living.isEmpty =>
      lastId += 1
      execute(s"insert into orders values ($lastId, 0)")
      living += Change("c", lastId, 0)
      living.last
    case 3 =>
      val gone = living.remove(random.nextInt(living.size))
      execute(s"delete from orders where id = ${gone.id}")
      gone.copy(op = "d")
    case _ =>
      val index = random.nextInt(living.size)
      val old = living(index)
      execute(s"update orders set revision = ${old.revision + 1} where id = ${old.id}")
      living(index) = Change("u", old.id, old.revision + 1)
      living(index)
  }

  private def execute(sql: String): Unit = Using.resource(connection.createStatement())(_.execute(sql))

  override def close(): Unit = {
    closes()
    connection.close()
    postgres.close()
  }
}
