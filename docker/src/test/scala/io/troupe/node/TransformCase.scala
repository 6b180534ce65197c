package io.troupe.node

import java.util.{Map => JMap}
import org.apache.kafka.connect.data.{Schema, SchemaBuilder, Struct}
import org.apache.kafka.connect.header.ConnectHeaders
import org.apache.kafka.connect.source.SourceRecord

/** A predicate of Kafka's collection, or its opposite. */
final case class When(predicate: String, settings: Seq[(String, String)], negate: Boolean = false)

/** A transformation of Kafka's collection with its settings. */
final case class Step(transformation: String, settings: Seq[(String, String)], when: Option[When] = None) {
  def on(predicate: String, of: (String, String)*): Step = copy(when = Some(When(predicate, of)))
  def unless(predicate: String, of: (String, String)*): Step = copy(when = Some(When(predicate, of, negate = true)))
}

object Step {
  val Transforms = "org.apache.kafka.connect.transforms."
  val Predicates = "org.apache.kafka.connect.transforms.predicates."

  def apply(transformation: String, settings: (String, String)*): Step = new Step(transformation, settings)

  /** The classes that these steps need. */
  def classes(steps: Seq[Step]): Seq[String] =
    steps.map(Transforms + _.transformation) ++ steps.flatMap(_.when).map(Predicates + _.predicate)

  /** As users write them into a connector's configuration. */
  def config(steps: Seq[Step]): Seq[(String, String)] = {
    val numbered = steps.zipWithIndex
    val predicates = numbered.collect { case (Step(_, _, Some(when)), i) => (s"p$i", when, s"t$i") }
    ("transforms" -> numbered.map { case (_, i) => s"t$i" }.mkString(",")) +:
      ("predicates" -> predicates.map(_._1).mkString(",")) +:
      (numbered.flatMap { case (step, i) =>
        entries(s"transforms.t$i", Transforms + step.transformation, step.settings)
      } ++
        predicates.flatMap { case (name, when, user) =>
          entries(s"predicates.$name", Predicates + when.predicate, when.settings) ++
            Seq(s"transforms.$user.predicate" -> name, s"transforms.$user.negate" -> when.negate.toString)
        })
  }

  private def entries(prefix: String, ofClass: String, settings: Seq[(String, String)]) =
    (s"$prefix.type" -> ofClass) +: settings.map { case (key, value) => s"$prefix.$key" -> value }
}

/** A record as a source task makes it. */
final case class Given(
    key: Any = Given.struct("id" -> 7, "who" -> "ann"),
    value: Any = Given.struct("id" -> 7, "amount" -> "12", "paid" -> true),
    headers: Seq[(String, String)] = Seq("origin" -> "north")
) {
  def record(name: String): SourceRecord = {
    val all = new ConnectHeaders()
    headers.foreach { case (header, text) => all.addString(header, text) }
    val (keySchema, valueSchema) = (Given.schemaOf(key), Given.schemaOf(value))
    val partition = JMap.of("case", name)
    new SourceRecord(partition, partition, name, null, keySchema, key, valueSchema, value, Given.Time, all)
  }
}

object Given {

  /** 2023-11-14T22:13:20Z */
  val Time: java.lang.Long = 1700000000000L

  def struct(fields: (String, Any)*): Struct = {
    val schema = fields.foldLeft(SchemaBuilder.struct()) { case (it, (name, value)) => it.field(name, schemaOf(value)) }
    fields.foldLeft(new Struct(schema.build())) { case (it, (name, value)) => it.put(name, value) }
  }

  def schemaOf(value: Any): Schema = value match {
    case it: Struct => it.schema()
    case _: String => Schema.STRING_SCHEMA
    case _: Int => Schema.INT32_SCHEMA
    case _: Long => Schema.INT64_SCHEMA
    case _: Boolean => Schema.BOOLEAN_SCHEMA
    case _ => null
  }
}

/** A record as it stands in Kafka, its bytes read as text; null is none. */
final case class Seen(
    key: String = """{"id":7,"who":"ann"}""",
    value: String = """{"id":7,"amount":"12","paid":true}""",
    headers: Seq[(String, String)] = Seq("origin" -> "north")
)

/** What a source gives, what happens to it on its way, and what is then in the topic. */
final case class SourceCase(
    name: String,
    steps: Seq[Step],
    seen: Seq[Seen],
    made: Seq[Given] = Seq(Given()),
    to: Option[String] = None,
    schemas: Boolean = false
) {
  def topic: String = to.getOrElse(name)

  def config: Seq[(String, String)] = {
    val json = "org.apache.kafka.connect.json.JsonConverter"
    Seq("connector.class" -> classOf[GivenSource].getName, "case" -> name) ++ Step.config(steps) ++
      Seq("key.converter", "value.converter").flatMap { converter =>
        Seq(converter -> json, s"$converter.schemas.enable" -> schemas.toString)
      }
  }
}

/** What is in a topic as text, what happens to it on its way, and which lines a file sink then writes. */
final case class SinkCase(
    name: String,
    steps: Seq[Step],
    lines: Seq[String],
    sent: Seq[Sent],
    converter: String = "org.apache.kafka.connect.storage.StringConverter"
)

final case class Sent(value: String, headers: Seq[(String, String)] = Seq.empty)
