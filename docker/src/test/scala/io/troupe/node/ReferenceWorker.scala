package io.troupe.node

import java.net.{ServerSocket, URI}
import java.nio.file.Path
import scala.util.Using

/** A worker of Apache Kafka Connect, as it comes, in a process of its own. */
final class ReferenceWorker(libraries: Path, home: Path, broker: String, plugins: Seq[Path]) extends AutoCloseable {

  private val port = Using.resource(new ServerSocket(0))(_.getLocalPort)

  private val file = Story.propertiesFile(
    home.resolve("reference.properties"),
    Map(
      "bootstrap.servers" -> broker,
      "group.id" -> "reference",
      "listeners" -> s"http://127.0.0.1:$port",
      "key.converter" -> "org.apache.kafka.connect.storage.StringConverter",
      "value.converter" -> "org.apache.kafka.connect.json.JsonConverter",
      "config.storage.topic" -> "reference-configs",
      "offset.storage.topic" -> "reference-offsets",
      "status.storage.topic" -> "reference-status",
      "config.storage.replication.factor" -> "1",
      "offset.storage.replication.factor" -> "1",
      "status.storage.replication.factor" -> "1",
      "plugin.path" -> plugins.mkString(",")
    )
  )

  private val program = new Program(
    home.resolve("reference.log"),
    Seq(
      Path.of(System.getProperty("java.home"), "bin", "java").toString,
      "-Xmx1g",
      "-cp",
      s"$libraries/*",
      "org.apache.kafka.connect.cli.ConnectDistributed",
      file.toString
    )
  )

  /** It answers some time after its port is open. */
  val rest = new Rest(URI.create(s"http://127.0.0.1:$port"))

  override def close(): Unit = program.kill()
}
