package io.troupe.cluster

import java.sql.{Connection, DriverManager}

import scala.util.Using

import io.troupe.persistence.connector.{ConnectorState, TargetState}

/** A journal whose next write takes as long as a test likes: someone else is writing the same, and has not decided. */
class SlowJournalSpec extends WorkerSpec {

  private val url = Worker.newJournal() + ";LOCK_TIMEOUT=30000"
  private lazy val slow = new Worker(url)

  override protected def worker: Worker = slow

  /** In the middle of the next write of this id. */
  private def writing[T](id: String)(work: => T): T =
    Using.resource(DriverManager.getConnection(url, "", "")) { connection =>
      connection.setAutoCommit(false)
      eventually(reserve(connection, id))
      try work
      finally connection.rollback()
    }

  /** Fails while a fact of before is on its way: it takes the place. */
  private def reserve(connection: Connection, id: String): Unit = {
    val columns =
      Seq("deleted", "writer", "write_timestamp", "adapter_manifest", "event_payload", "event_ser_id")
        .map(it => s""""$it"""")
        .mkString(", ")
    connection
      .createStatement()
      .executeUpdate(s"""insert into "troupe_fact" ($columns, "event_ser_manifest", "persistence_id", "sequence_number")
        select $columns, "event_ser_manifest", "persistence_id", "sequence_number" + 1 from "troupe_fact"
        where "persistence_id" = '$id' order by "sequence_number" desc fetch first 1 row only""") shouldBe 1
  }

  private def idOf(name: String): String =
    Using.resource(DriverManager.getConnection(url, "", "")) { connection =>
      val found = connection
        .createStatement()
        .executeQuery(
          s"""select "persistence_id" from "troupe_fact" where "persistence_id" like 'spec/connector/$name@%' """
        )
      found.next()
      found.getString(1)
    }

  /** The state once what was written before is told. */
  private def settled(name: String): ConnectorState = eventually {
    val state = view(name).state
    for (_ <- 1 to 20) view(name).state shouldBe state
    state
  }

  "A connector that is writing" should {

    "tell what is recorded until then" in {
      running("slow", tasks = 1)

      val asked = writing(idOf("slow")) {
        val before = settled("slow")
        val asked = worker.door.retarget("slow", TargetState.PAUSED, Worker.Caller).toCompletableFuture
        for (_ <- 1 to 100) view("slow").state shouldBe before
        Worker.await(worker.door.topics("slow"))
        asked.isDone shouldBe false
        asked
      }

      Worker.await(asked).state.target shouldBe TargetState.PAUSED
      view("slow").state.target shouldBe TargetState.PAUSED
    }
  }
}
