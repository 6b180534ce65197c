package io.troupe.node

import io.troupe.node.Given.struct
import java.util.{Map => JMap}

/** Every transformation and predicate of Kafka's collection, each with what it does to a record. */
object TransformCases {

  private def one(name: String, step: Step, seen: Seen): SourceCase = SourceCase(name, Seq(step), Seq(seen))

  private val marked = Given(headers = Seq("origin" -> "north", "mark" -> "x"))

  val sources: Seq[SourceCase] = Seq(
    one("cast-key", Step("Cast$Key", "spec" -> "id:string"), Seen(key = """{"id":"7","who":"ann"}""")),
    one(
      "cast-value",
      Step("Cast$Value", "spec" -> "amount:int32,paid:string"),
      Seen(value = """{"id":7,"amount":12,"paid":"true"}""")
    ),
    SourceCase(
      "cast-without-schema",
      Seq(Step("Cast$Value", "spec" -> "n:float64")),
      Seq(Seen(value = """{"n":3.0}""")),
      Seq(Given(value = JMap.of("n", "3")))
    ),
    one("drop-headers", Step("DropHeaders", "headers" -> "none,origin"), Seen(headers = Seq.empty)),
    one("extract-key", Step("ExtractField$Key", "field" -> "who"), Seen(key = "\"ann\"")),
    one("extract-value", Step("ExtractField$Value", "field" -> "amount"), Seen(value = "\"12\"")),
    SourceCase(
      "extract-nothing",
      Seq(Step("ExtractField$Value", "field" -> "none")),
      Seq(Seen(value = null)),
      Seq(Given(value = JMap.of("some", "thing")))
    ),
    SourceCase(
      "filter-by-header",
      Seq(Step("Filter").on("HasHeaderKey", "name" -> "mark")),
      Seq(Seen(), Seen()),
      Seq(Given(), marked, Given())
    ),
    SourceCase(
      "filter-unless-header",
      Seq(Step("Filter").unless("HasHeaderKey", "name" -> "mark")),
      Seq(Seen(headers = marked.headers)),
      Seq(Given(), marked)
    ),
    SourceCase(
      "filter-tombstones",
      Seq(Step("Filter").on("RecordIsTombstone")),
      Seq(Seen()),
      Seq(Given(value = null), Given())
    ),
    SourceCase(
      "filter-by-topic",
      Seq(
        Step("RegexRouter", "regex" -> ".*", "replacement" -> "elsewhere").on("HasHeaderKey", "name" -> "mark"),
        Step("Filter").unless("TopicNameMatches", "pattern" -> "filter-.*")
      ),
      Seq(Seen()),
      Seq(marked, Given())
    ),
    SourceCase(
      "flatten-key",
      Seq(Step("Flatten$Key")),
      Seq(Seen(key = """{"a.b":1,"a.c":"x"}""")),
      Seq(Given(key = struct("a" -> struct("b" -> 1, "c" -> "x"))))
    ),
    SourceCase(
      "flatten-value",
      Seq(Step("Flatten$Value", "delimiter" -> "_")),
      Seq(Seen(value = """{"a_b_c":1,"d":2}""")),
      Seq(Given(value = struct("a" -> struct("b" -> struct("c" -> 1)), "d" -> 2)))
    ),
    one(
      "header-from-key",
      Step("HeaderFrom$Key", "fields" -> "who", "headers" -> "by", "operation" -> "copy"),
      Seen(headers = Seq("origin" -> "north", "by" -> "ann"))
    ),
    one(
      "header-from-value",
      Step("HeaderFrom$Value", "fields" -> "amount,paid", "headers" -> "amount,ok", "operation" -> "move"),
      Seen(value = """{"id":7}""", headers = Seq("origin" -> "north", "amount" -> "12", "ok" -> "true"))
    ),
    one("hoist-key", Step("HoistField$Key", "field" -> "k"), Seen(key = """{"k":{"id":7,"who":"ann"}}""")),
    SourceCase(
      "hoist-value",
      Seq(Step("HoistField$Value", "field" -> "line")),
      Seq(Seen(value = """{"line":"grüße"}""")),
      Seq(Given(value = "grüße"))
    ),
    one(
      "insert-key",
      Step("InsertField$Key", "static.field" -> "shop", "static.value" -> "s1"),
      Seen(key = """{"id":7,"who":"ann","shop":"s1"}""")
    ),
    one(
      "insert-value",
      Step("InsertField$Value", "topic.field" -> "topic", "timestamp.field" -> "at"),
      Seen(value = """{"id":7,"amount":"12","paid":true,"topic":"insert-value","at":1700000000000}""")
    ),
    one(
      "insert-header",
      Step("InsertHeader", "header" -> "number", "value.literal" -> "42"),
      Seen(headers = Seq("origin" -> "north", "number" -> "42"))
    ),
    one(
      "mask-key",
      Step("MaskField$Key", "fields" -> "who", "replacement" -> "***"),
      Seen(key = """{"id":7,"who":"***"}""")
    ),
    one(
      "mask-value",
      Step("MaskField$Value", "fields" -> "id,amount,paid"),
      Seen(value = """{"id":0,"amount":"","paid":false}""")
    ),
    one("regex-router", Step("RegexRouter", "regex" -> "(.*)-router", "replacement" -> "$1-routed"), Seen())
      .copy(to = Some("regex-routed")),
    one("replace-key", Step("ReplaceField$Key", "renames" -> "who:name"), Seen(key = """{"id":7,"name":"ann"}""")),
    one(
      "replace-value",
      Step("ReplaceField$Value", "exclude" -> "paid", "renames" -> "amount:sum"),
      Seen(value = """{"id":7,"sum":"12"}""")
    ),
    SourceCase(
      "schema-key",
      Seq(Step("SetSchemaMetadata$Key", "schema.name" -> "name.of.key", "schema.version" -> "3")),
      Seq(
        Seen(
          key = """{"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"field":"id"}],""" +
            """"optional":false,"name":"name.of.key","version":3},"payload":{"id":7}}""",
          value = """{"schema":{"type":"string","optional":false},"payload":"v"}"""
        )
      ),
      Seq(Given(key = struct("id" -> 7), value = "v")),
      schemas = true
    ),
    SourceCase(
      "schema-value",
      Seq(Step("SetSchemaMetadata$Value", "schema.name" -> "name.of.value")),
      Seq(
        Seen(
          key = """{"schema":{"type":"string","optional":false},"payload":"k"}""",
          value = """{"schema":{"type":"struct","fields":[{"type":"int32","optional":false,"field":"id"}],""" +
            """"optional":false,"name":"name.of.value"},"payload":{"id":7}}"""
        )
      ),
      Seq(Given(key = "k", value = struct("id" -> 7))),
      schemas = true
    ),
    SourceCase(
      "timestamp-key",
      Seq(Step("TimestampConverter$Key", "field" -> "at", "target.type" -> "string", "format" -> "yyyy-MM-dd HH:mm")),
      Seq(Seen(key = """{"at":"2023-11-14 22:13"}""")),
      Seq(Given(key = struct("at" -> Given.Time.longValue)))
    ),
    SourceCase(
      "timestamp-value",
      Seq(Step("TimestampConverter$Value", "target.type" -> "unix", "format" -> "yyyy-MM-dd")),
      Seq(Seen(value = "1699920000000")),
      Seq(Given(value = "2023-11-14"))
    ),
    one("timestamp-router", Step("TimestampRouter", "timestamp.format" -> "yyyyMM"), Seen())
      .copy(to = Some("timestamp-router-202311")),
    one("value-to-key", Step("ValueToKey", "fields" -> "paid,id"), Seen(key = """{"paid":true,"id":7}""")),
    SourceCase(
      "value-to-key-nested",
      Seq(Step("ValueToKey", "fields" -> "a.b", "field.syntax.version" -> "V2")),
      Seq(Seen(key = """{"a.b":"5"}""", value = """{"a":{"b":"5"}}""")),
      Seq(Given(value = JMap.of("a", JMap.of("b", "5"))))
    ),
    SourceCase(
      "one-after-the-other",
      Seq(
        Step("HoistField$Value", "field" -> "line"),
        Step("InsertField$Value", "topic.field" -> "from"),
        Step("ValueToKey", "fields" -> "line"),
        Step("ExtractField$Key", "field" -> "line"),
        Step("RegexRouter", "regex" -> "one-(.*)", "replacement" -> "all-$1")
      ),
      Seq(Seen("\"a\"", """{"line":"a","from":"one-after-the-other"}""")),
      Seq(Given(key = null, value = "a")),
      to = Some("all-after-the-other")
    )
  )

  val sinks: Seq[SinkCase] = Seq(
    SinkCase(
      "sink-place",
      Seq(
        Step("HoistField$Value", "field" -> "line"),
        Step("InsertField$Value", "topic.field" -> "t", "partition.field" -> "p", "offset.field" -> "o")
      ),
      Seq("Struct{line=a,t=sink-place,p=0,o=0}", "Struct{line=b,t=sink-place,p=0,o=1}"),
      Seq(Sent("a"), Sent("b"))
    ),
    SinkCase(
      "sink-route",
      Seq(
        Step("RegexRouter", "regex" -> "sink", "replacement" -> "file"),
        Step("RegexRouter", "regex" -> "(.*)-route", "replacement" -> "$1/routed"),
        Step("HoistField$Value", "field" -> "line"),
        Step("InsertField$Value", "topic.field" -> "t"),
        Step("ExtractField$Value", "field" -> "t")
      ),
      Seq("sink/routed"),
      Seq(Sent("a"))
    ),
    SinkCase(
      "sink-header",
      Seq(Step("Filter").unless("HasHeaderKey", "name" -> "mark")),
      Seq("b"),
      Seq(Sent("a"), Sent("b", Seq("mark" -> "x")), Sent("c"))
    ),
    SinkCase(
      "sink-tombstones",
      Seq(Step("Filter").on("RecordIsTombstone")),
      Seq("a", "b"),
      Seq(Sent("a"), Sent(null), Sent("b"))
    ),
    SinkCase(
      "sink-json",
      Seq(
        Step("ReplaceField$Value", "renames" -> "a:n"),
        Step("Cast$Value", "spec" -> "n:int64"),
        Step("TimestampConverter$Value", "field" -> "n", "target.type" -> "string", "format" -> "yyyy"),
        Step("ExtractField$Value", "field" -> "n")
      ),
      Seq("2023"),
      Seq(Sent("""{"a":"1700000000000"}""")),
      "org.apache.kafka.connect.json.JsonConverter"
    )
  )
}
