package io.troupe.node

import com.fasterxml.jackson.databind.node.ObjectNode

/** Debezium's connector for PostgreSQL in two versions, its transformations and its sink. */
trait ZooDebezium extends ZooPostgres {

  private val newest = "3.7.0.Final"
  private val transforms = "io.debezium.transforms"
  private val connector = "io.debezium.connector.postgresql.PostgresConnector"

  private def plugins(version: String, names: String*): Seq[Plugin] = names.map(Plugin(_, version))

  for (version <- Seq("3.6.3.Final", newest)) {
    val tag = version.filter(_.isDigit)

    s"Debezium's connector for PostgreSQL $version" should {

      "tell a table and its changes" in compared(
        plugins(version, connector, s"$transforms.ExtractSchemaToNewRecord"): _*
      )("a table and its changes, with their schema, kill -9, restart, delete") { visit =>
        val name = visit.own(s"orders_$tag")
        val told = () => Orders.told(visit.parsed(s"$name.$name.orders"))
        createOrders(name)
        feed(name)(0)
        val schema = chain(version, s"$transforms.ExtractSchemaToNewRecord" -> Map.empty[String, String]) :+
          ("column.propagate.source.type" -> ".*")
        val source = visit.create(s"orders_$tag", postgresFollower(name, version, schema: _*): _*)
        eventually(told() shouldBe Orders.changes(0))
        visit.endure(source)(time => feed(name)(time + 1))(time => eventually(told() shouldBe Orders.changes(time + 1)))
        val schemas = visit.parsed(s"$name.$name.orders").map(_.path("sourceSchema")).toSet
        schemas.foreach(_.isObject shouldBe true)
        told() ++ schemas.map(_.toString.replace(name, ""))
      }

      "have its changes shaped by transformations" in compared(
        plugins(
          version,
          s"$transforms.TimezoneConverter",
          s"$transforms.EnforceRecordSize",
          s"$transforms.ExtractChangedRecordState",
          s"$transforms.partitions.PartitionRouting",
          s"$transforms.ByLogicalTableRouter",
          s"$transforms.ExtractNewRecordState",
          s"$transforms.HeaderToValue"
        ): _*
      )("one after the other, on changes of a PostgreSQL") { visit =>
        val name = visit.own(s"shaped_$tag")
        createOrders(name)
        val shapes = chain(
          version,
          s"$transforms.TimezoneConverter" -> Map("converted.timezone" -> "+02:00"),
          s"$transforms.EnforceRecordSize" -> Map("max.bytes" -> "2000", "min.field.size" -> "100"),
          s"$transforms.ExtractChangedRecordState" -> Map("header.changed.name" -> "Changed"),
          s"$transforms.partitions.PartitionRouting" ->
            Map("partition.payload.fields" -> "change.id", "partition.topic.num" -> "1"),
          s"$transforms.ByLogicalTableRouter" ->
            Map("topic.regex" -> "(.*)orders", "topic.replacement" -> "$1everything"),
          s"$transforms.ExtractNewRecordState" ->
            Map("delete.tombstone.handling.mode" -> "rewrite", "add.fields" -> "op,table"),
          s"$transforms.HeaderToValue" -> Map("headers" -> "Changed", "fields" -> "changed", "operation" -> "move")
        )
        val source = visit.create(s"shaped_$tag", postgresFollower(name, version, shapes: _*): _*)
        followed(name)
        def told = visit
          .parsed(s"$name.$name.everything")
          .map { row =>
            row.path("note").asText().length should be < 5000
            row.asInstanceOf[ObjectNode].put("note", row.path("note").asText().take(10)).toString
          }
          .toSet
        (0 to 1).foreach(feed(name))
        eventually(told.size shouldBe Orders.changes(1).size)
        visit.delete(source)
        told
      }

      "have its changes told as events of the cloud" in compared(
        plugins(version, "io.debezium.converters.CloudEventsConverter", router(version)): _*
      )("changes of a PostgreSQL") { visit =>
        val name = visit.own(s"cloud_$tag")
        createOrders(name)
        val route = Map("topic.regex" -> "(.*)orders", "topic.replacement" -> "$1cloud")
        val shapes = chain(version, router(version) -> route) ++ Seq(
          "value.converter" -> "io.debezium.converters.CloudEventsConverter",
          "value.converter.plugin.version" -> version,
          "value.converter.json.schemas.enable" -> "false"
        )
        val source = visit.create(s"cloud_$tag", postgresFollower(name, version, shapes: _*): _*)
        followed(name)
        def told = visit
          .parsed(s"$name.$name.cloud")
          .map { event =>
            Seq("/type", "/iodebeziumop", "/data/after/id", "/data/after/revision").map(event.at(_).toString)
          }
          .toSet
        feed(name)(0)
        eventually(told should have size 20)
        visit.delete(source)
        told
      }

      "have events of an outbox and messages of its log routed" in compared(
        plugins(
          version,
          s"$transforms.outbox.EventRouter",
          "io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent"
        ) :+ Plugin(bytes(version), version): _*
      )("from a table and the log of a PostgreSQL") { visit =>
        val name = visit.own(s"outbox_$tag")
        execute(s"create schema $name")
        val columns = "id uuid primary key, aggregatetype text, aggregateid text, type text, payload bytea"
        execute(s"create table $name.outbox ($columns)")
        val shapes = chain(
          version,
          "io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent" -> Map
            .empty[String, String],
          s"$transforms.outbox.EventRouter" -> Map("route.topic.replacement" -> s"$name.$${routedByValue}")
        ) ++ Seq(
          "value.converter" -> bytes(version),
          "value.converter.plugin.version" -> version,
          "value.converter.delegate.converter.type" -> "org.apache.kafka.connect.json.JsonConverter",
          "value.converter.delegate.converter.type.schemas.enable" -> "false"
        )
        val source = visit.create(s"outbox_$tag", postgresFollower(name, version, shapes: _*): _*)
        followed(name)
        val id = "00000000-0000-0000-0000-00000000000"
        execute(s"""insert into $name.outbox values ('${id}1', 'cats', '7', 'born', '{"n": 7}')""")
        execute(s"""insert into $name.outbox values ('${id}2', 'dogs', '8', 'born', '{"n": 8}')""")
        val message = s"""{"id": "${id}3", "aggregatetype": "cats", "aggregateid": "9", "payload": "{\\"n\\": 9}"}"""
        execute(s"select pg_logical_emit_message(true, 'outbox', '$message')")
        def told = Seq("cats", "dogs").flatMap(it => visit.records(s"$name.$it").map(it -> _)).toSet
        eventually(told should have size 3)
        visit.delete(source)
        told
      }
    }
  }

  private val naming = "io.debezium.connector.jdbc.transforms"
  private val sinkVersion = "3.6.0.Final"

  "Debezium's sink" should {

    "put changes into another table" in compared(
      plugins(sinkVersion, "io.debezium.connector.jdbc.JdbcSinkConnector"): _*
    )("changes of a PostgreSQL into another table, kill -9, restart, delete") { visit =>
      val (name, copies) = (visit.own("whole"), visit.own("copies"))
      val (source, sink) = copied(visit, "whole", "copies", "table.name.format" -> copies)
      visit.endure(source, sink)(feed(name)) { _ =>
        eventually(content(copies) shouldBe content(s"$name.orders"))
      }
      content(copies)
    }

    "call table and columns as its transformations say" in compared(
      plugins(sinkVersion, s"$naming.CollectionNameTransformation", s"$naming.FieldNameTransformation"): _*
    )("between a PostgreSQL and another table") { visit =>
      val (name, prefix) = (visit.own("named"), visit.own("as_"))
      val shapes = chain(
        sinkVersion,
        s"$naming.CollectionNameTransformation" -> Map("collection.naming.prefix" -> prefix),
        s"$naming.FieldNameTransformation" -> Map("column.naming.prefix" -> "own_")
      )
      val (source, sink) = copied(visit, "named", "named_copies", shapes: _*)
      feed(name)(0)
      def named = rows(s"select own_id, own_revision from $prefix${name}_${name}_orders order by own_id")
      eventually(named shouldBe content(s"$name.orders"))
      visit.delete(source, sink)
      named
    }
  }

  private def content(table: String): Seq[String] = rows(s"select id, revision from $table order by id")

  /** Makes a table, and connectors of these names that copy it. */
  private def copied(visit: Visit, from: String, to: String, more: (String, String)*): (String, String) = {
    val name = visit.own(from)
    createOrders(name)
    // A sink whose topic comes later looks for it every five minutes.
    visit.createTopic(s"$name.$name.orders")
    val source = visit.create(from, postgresFollower(name, newest, withSchemas: _*): _*)
    source -> visit.create(to, jdbcSink(s"$name.$name.orders", withSchemas ++ more: _*): _*)
  }

  private def router(version: String): String =
    if (version == newest) s"$transforms.ToLogicalTopicRouter" else s"$transforms.ByLogicalTableRouter"

  private def bytes(version: String): String =
    if (version == newest) "io.debezium.converters.BinaryDataConverter" else "io.debezium.converters.ByteArrayConverter"

  private val withSchemas = Seq("key", "value").flatMap { part =>
    Seq(
      s"$part.converter" -> "org.apache.kafka.connect.json.JsonConverter",
      s"$part.converter.schemas.enable" -> "true"
    )
  }

  protected def createOrders(schema: String): Unit = {
    execute(s"create schema $schema")
    val time = "timestamptz not null default '2026-01-02 03:04:05+00'"
    val note = "text default repeat('cat ', 2500)"
    execute(s"create table $schema.orders (id int primary key, revision int not null, at $time, note $note)")
    execute(s"alter table $schema.orders replica identity full")
  }

  protected def feed(schema: String)(time: Int): Unit = Orders.batch(time, s"$schema.orders").foreach(execute)

  protected def jdbcSink(topic: String, more: (String, String)*): Seq[(String, String)] = Seq(
    "connector.class" -> "io.debezium.connector.jdbc.JdbcSinkConnector",
    "topics" -> topic,
    "connection.url" -> s"jdbc:postgresql://127.0.0.1:$postgresPort/postgres",
    "connection.username" -> "postgres",
    "connection.password" -> "postgres",
    "insert.mode" -> "upsert",
    "delete.enabled" -> "true",
    "primary.key.mode" -> "record_key",
    "schema.evolution" -> "basic"
  ) ++ more
}
