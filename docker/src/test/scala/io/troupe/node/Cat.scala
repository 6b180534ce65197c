package io.troupe.node

import com.fasterxml.jackson.databind.JsonNode

/** What the zoo's records tell of. */
final case class Cat(n: Int, name: String)

object Cat {

  def apply(n: Int): Cat = Cat(n, s"cat $n")

  def of(record: JsonNode): Cat = Cat(record.path("n").asInt(-1), record.path("name").asText())

  /** Those of a batch, as JSON. */
  def batch(number: Int, size: Int): Seq[String] =
    (number * size until (number + 1) * size).map(n => s"""{"n": $n, "name": "cat $n"}""")

  /** Those of all batches up to this one. */
  def until(number: Int, size: Int): Set[Cat] = (0 until (number + 1) * size).map(Cat(_)).toSet
}
