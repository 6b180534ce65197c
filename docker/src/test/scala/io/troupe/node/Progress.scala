package io.troupe.node

import java.util.concurrent.TimeUnit
import org.apache.kafka.clients.admin.Admin
import org.scalatest.matchers.should.Matchers
import scala.annotation.tailrec
import scala.jdk.CollectionConverters._

/** How far a ticking source and a ticking sink have come, by what is committed; no partition may ever go back. */
final case class Progress(source: Map[Int, Long], sink: Map[Int, Long]) {

  /** Partitions that were further before. */
  def behind(before: Progress): Seq[String] =
    behind("source", source, before.source) ++ behind("sink", sink, before.sink)

  private def behind(what: String, now: Map[Int, Long], before: Map[Int, Long]): Seq[String] =
    before.toSeq.collect { case (part, at) if now.getOrElse(part, -1L) < at => s"$what $part: $at -> ${now.get(part)}" }
}

object Progress extends Matchers {

  /** As long as a worker lives that ought not to, nothing that is committed goes back.
    *
    * @param over
    *   whether it has noticed
    */
  def goesOn(rest: Rest, admin: Admin, limit: Long)(over: => Boolean): Unit =
    goesOn(() => over, rest, admin, read(rest, admin), limit)

  @tailrec
  private def goesOn(over: () => Boolean, rest: Rest, admin: Admin, before: Progress, limit: Long): Unit = {
    val now = read(rest, admin)
    now.behind(before) shouldBe empty
    System.currentTimeMillis() should be < limit
    if (!over()) goesOn(over, rest, admin, now, limit)
  }

  def read(rest: Rest, admin: Admin): Progress = {
    val offsets = rest.get("/connectors/count/offsets").body.path("offsets").elements().asScala
    val source = offsets.map(it => it.path("partition").path("task").asInt() -> it.path("offset").path("n").asLong())
    val group = admin.listConsumerGroupOffsets("connect-note").partitionsToOffsetAndMetadata().get(30, TimeUnit.SECONDS)
    Progress(source.toMap, group.asScala.map { case (part, offset) => part.partition() -> offset.offset() }.toMap)
  }
}
