package io.troupe.cluster

import java.nio.file.{Files, Path}
import java.sql.DriverManager

import scala.util.Using

import io.troupe.cluster.connector.Answer
import io.troupe.cluster.offset.OffsetsEntity
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.offset.Epoch
import org.scalatest.time.SpanSugar._

/** How much of an embedded journal a connector takes that goes on and on: one that fails every five minutes and commits
  * every second comes to 288 failures and 86,400 commits a day. By the time of a few thousand commits everything that
  * goes has begun to go; `-Dgrowth.commits=86400` makes it the whole day.
  */
class GrowthSpec extends WorkerSpec {

  private val Failures = 288
  private val Commits = Integer.getInteger("growth.commits", 4000).toInt
  private val Offset = """{"position":1234567890,"file":"binlog.000042","row":17,"gtid":"3E11FA47-71CA-11E1-9E33"}"""

  private lazy val folder = Files.createTempDirectory("growth")
  private lazy val file = folder.resolve("journal.mv.db")
  private lazy val url = s"jdbc:h2:file:${folder.resolve("journal")}"
  private lazy val own = new Worker(url)
  override protected def worker: Worker = own

  override def afterAll(): Unit =
    Using.resource(Files.walk(folder)) {
      _.sorted(java.util.Comparator.reverseOrder[Path]()).forEach(it => Files.delete(it))
    }

  private def attempts: Int =
    Worker.await(worker.door.examine("sprouting")).asInstanceOf[Answer.Supervised].tasks.get(0).attempts

  private def commit(number: Int): Unit = {
    val offsets = java.util.Collections.singletonMap(s"""{"table":"orders-${number % 8}"}""", s"$Offset $number")
    Worker.await(
      worker.shards
        .offsets("sprouting")
        .ask[OffsetsEntity.Answer](
          new OffsetsEntity.Advance(0, new Epoch(1_000_000, 0), number.toLong, offsets, _),
          worker.clusterSettings.askTimeout
        )
    )
    ()
  }

  "A connector that fails and commits for a day" should {

    "take less than the bound that is stated" in {
      Probe.of("sprouting").fail(Point.TASK_START, new IllegalStateException("out of paper"))
      val often = Seq("policy" -> "backoff", "min.ms" -> "1", "max.ms" -> "1")
      create("sprouting", often.map { case (key, value) => s"troupe.restart.$key" -> value }: _*)
      eventually(timeout(60.seconds))(attempts should be >= Failures)
      Probe.of("sprouting").heal(Point.TASK_START)

      Worker.await(
        worker.shards
          .offsets("sprouting")
          .ask[OffsetsEntity.Answer](
            new OffsetsEntity.Open(0, new Epoch(1_000_000, 0), _),
            worker.clusterSettings.askTimeout
          )
      )
      val lengths = (1 to Commits).map { number =>
        commit(number)
        Files.size(file)
      }
      worker.end()

      val written = lengths.zip(lengths.tail).map { case (before, after) => (after - before).max(0L) }.sum
      val live = compacted()
      System.out.println(
        s"$Commits commits: ${written / Commits} bytes of the file each until it is compacted; it had " +
          s"${lengths.max >> 10} KiB at most, and $live bytes of it are alive"
      )
      lengths.max should be < (24L << 20)
      live should be < (2L << 20)
      written / Commits should be < 12_000L
    }
  }

  private def compacted(): Long = {
    Using.resource(DriverManager.getConnection(url, "", ""))(_.createStatement().execute("SHUTDOWN COMPACT"))
    Files.size(file)
  }
}
