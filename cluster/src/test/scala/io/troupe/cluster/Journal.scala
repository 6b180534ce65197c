package io.troupe.cluster

import java.nio.charset.StandardCharsets.UTF_8
import java.sql.DriverManager

import scala.util.Using

/** Reads a journal past the nodes that write it. */
final class Journal(val url: String) {

  /** The facts whose id begins so, oldest first, as JSON. */
  def facts(idPrefix: String): Seq[String] =
    rows(s"""select "event_payload" from "troupe_fact" where "persistence_id" like '$idPrefix%' order by "ordering" """)

  def snapshots(idPrefix: String): Seq[String] =
    rows(s"""select "snapshot_payload" from "troupe_snapshot" where "persistence_id" like '$idPrefix%' """)

  private def rows(query: String): Seq[String] =
    Using.resource(DriverManager.getConnection(url, "", "")) { connection =>
      val result = connection.createStatement().executeQuery(query)
      Iterator.continually(result).takeWhile(_.next()).map(row => new String(row.getBytes(1), UTF_8)).toVector
    }
}
