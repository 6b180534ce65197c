package io.troupe.node

import com.fasterxml.jackson.databind.JsonNode

/** Three batches of changes of one table, and what a connector that follows it has to tell. */
object Orders {

  private val size = 20

  /** There before anybody looks; then rows come, change and go. */
  def batch(number: Int, table: String): Seq[String] = {
    val first = number * size
    val rows = (first until first + size).map(id => s"insert into $table (id, revision) values ($id, 0)")
    val later =
      if (number == 0) Seq.empty
      else
        Seq(
          s"update $table set revision = revision + 1 where id < ${size / 2}",
          s"delete from $table where id = ${first - 1}"
        )
    rows ++ later
  }

  def changes(until: Int): Set[Change] = (0 to until).flatMap(changesOf).toSet

  private def changesOf(number: Int): Seq[Change] = {
    val first = number * size
    val rows = (first until first + size).map(Change(if (number == 0) "r" else "c", _, 0))
    val later = if (number == 0) Seq.empty else (0 until size / 2).map(Change("u", _, number))
    rows ++ later ++ Option.when(number > 0)(Change("d", first - 1, 0))
  }

  /** What a record says; records that tell no change are left out. */
  def told(records: Seq[JsonNode]): Set[Change] = records
    .map(it => if (it.has("payload")) it.path("payload") else it)
    .filter(_.has("op"))
    .map { change =>
      val op = change.path("op").asText()
      val row = change.path(if (op == "d") "before" else "after")
      Change(op, row.path("id").asInt(), row.path("revision").asInt())
    }
    .toSet
}
