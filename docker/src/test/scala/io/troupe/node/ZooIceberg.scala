package io.troupe.node

import com.fasterxml.jackson.databind.ObjectMapper
import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Iceberg's sink, with tables in a folder. */
trait ZooIceberg extends ZooStory {

  private val cats = 100

  "Iceberg's sink" should {

    "write each record into a table of a local catalogue once" in compared(
      Plugin("org.apache.iceberg.connect.IcebergSinkConnector")
    )("into a table of a Hadoop catalogue in a folder, kill -9, restart, delete: each record once") { visit =>
      val topic = visit.own("to-iceberg")
      val warehouse = home.resolve(visit.own("warehouse"))
      val table = warehouse.resolve("zoo").resolve("cats")
      visit.createTopic(visit.own("control-iceberg"))
      val sink = visit.create(
        "to-iceberg",
        "connector.class" -> "org.apache.iceberg.connect.IcebergSinkConnector",
        "topics" -> topic,
        "iceberg.tables" -> "zoo.cats",
        "iceberg.tables.auto-create-enabled" -> "true",
        "iceberg.control.topic" -> visit.own("control-iceberg"),
        "iceberg.control.commit.interval-ms" -> "2000",
        "iceberg.catalog.type" -> "hadoop",
        "iceberg.catalog.warehouse" -> warehouse.toUri.toString
      )
      visit.endure(sink)(time => visit.produce(topic, Cat.batch(time, cats))) { time =>
        eventually(rowsOf(table) shouldBe (time + 1) * cats)
        // Before that, its coordinator forgets at a kill what was not committed: it begins at the latest event.
        eventually(visit.worker.output should include("committed to 1 table(s)"))
      }
      Seq(rowsOf(table))
    }
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
      .map(file => new ObjectMapper().readTree(file.toFile).path("snapshots").elements().asScala.toSeq)
      .flatMap(_.lastOption)
      .fold(0)(_.path("summary").path("total-records").asInt())
  }
}
