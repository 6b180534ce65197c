package io.troupe.node

import java.net.{ServerSocket, URI}
import java.nio.file.Path
import scala.util.{Try, Using}

/** Apicurio's converters, with a registry: a table that is given another column is followed, and copied. */
trait ZooApicurio extends ZooDebezium {

  private val converters = "io.apicurio.registry.utils.converter"
  private val port = Using.resource(new ServerSocket(0))(_.getLocalPort)
  private val schemas = new Rest(URI.create(s"http://127.0.0.1:$port"))
  private lazy val registry = {
    val program = new Program(
      home.resolve("registry.log"),
      Seq(
        Path.of(System.getProperty("java.home"), "bin", "java").toString,
        s"-Dquarkus.http.port=$port",
        "-Dquarkus.http.host=127.0.0.1",
        "-Xmx256m",
        "-jar",
        zoo.resolve("registry").resolve("apicurio-registry-app-2.6.13.Final-runner.jar").toString
      )
    )
    eventually(Try(schemas.get("/apis/registry/v2/system/info").status) shouldBe Try(200))
    program
  }

  override protected def afterAll(): Unit =
    try registry.kill()
    finally super.afterAll()

  private def converted(converter: String): Seq[(String, String)] = Seq("key", "value").flatMap { part =>
    Seq(
      s"$part.converter" -> s"$converters.$converter",
      s"$part.converter.apicurio.registry.url" -> s"http://127.0.0.1:$port/apis/registry/v2",
      s"$part.converter.apicurio.registry.auto-register" -> "true"
    )
  }

  private def versions(topic: String): Int =
    schemas.get(s"/apis/registry/v2/groups/default/artifacts/$topic-value/versions").body.path("count").asInt()

  private def source(visit: Visit, format: String, converter: String): Seq[(String, String)] =
    // The converter for JSON does not take tombstones.
    postgresFollower(visit.own(format), "3.7.0.Final", converted(converter) :+ ("tombstones.on.delete" -> "false"): _*)

  /** Between the first batch and the second, the table is given a column. */
  private def carry(visit: Visit, format: String, converter: String): Seq[Any] = {
    val name = visit.own(format)
    val topic = s"$name.$name.orders"
    val copies = s"${name}_copies"
    createOrders(name)
    visit.createTopic(topic)
    val from = visit.create(format, source(visit, format, converter): _*)
    val to =
      visit.create(s"$format-copies", jdbcSink(topic, converted(converter) :+ ("table.name.format" -> copies): _*): _*)
    def content(table: String, time: Int) =
      rows(s"select id, revision${if (time == 0) "" else ", name"} from $table order by id")
    visit.endure(from, to) { time =>
      if (time == 1) execute(s"alter table $name.orders add column name text not null default 'cat'")
      feed(name)(time)
      if (time > 0) execute(s"update $name.orders set name = 'cat ' || id where revision = $time")
    }(time => eventually(content(copies, time) shouldBe content(s"$name.orders", time)))
    versions(topic) +: content(copies, 2)
  }

  private val what = "changes of a PostgreSQL into another table, the schema in a registry, in two versions; " +
    "kill -9, restart, delete"

  "Apicurio's converters" should {

    "carry records in Avro, as their schema changes" in {
      registry.isAlive shouldBe true
      compared(Plugin(s"$converters.AvroConverter"))(what)(carry(_, "avro", "AvroConverter"))
      versions("troupe_avro.troupe_avro.orders") shouldBe 2
    }

    "carry records in JSON, as their schema changes" in {
      registry.isAlive shouldBe true
      alone(Plugin(s"$converters.ExtJsonConverter"))(what, "`NoSuchMethodError` of `Utils.mkSet`, when it is made") {
        carry(_, "json", "ExtJsonConverter")
      } { visit =>
        val created = visit.worker.rest.create(visit.own("json"), source(visit, "json", "ExtJsonConverter"): _*)
        withClue(created.text)(created.status shouldBe 400)
        visit.worker.output should include("'java.util.Set org.apache.kafka.common.utils.Utils.mkSet")
      }
      versions("troupe_json.troupe_json.orders") shouldBe 2
    }
  }
}
