package io.troupe.node

import com.fasterxml.jackson.databind.node.{ArrayNode, ObjectNode}
import scala.jdk.CollectionConverters._

/** Which plugins there are, and what their settings are. */
trait ZooListed extends ZooStory {

  protected def listed(rest: Rest): Seq[(String, Kind)] =
    rest
      .get("/connector-plugins?connectorsOnly=false")
      .body
      .elements()
      .asScala
      .filterNot(_.path("class").asText().startsWith("org.apache.kafka"))
      .filterNot(_.path("class").asText().startsWith("io.troupe"))
      .map(it => it.path("class").asText() -> Kind(it.path("type").asText(), it.path("version").asText("")))
      .toSeq
      .sortBy { case (name, kind) => (name, kind.of, kind.version) }

  /** Each setting, but for what it is explained by, which is in words of our own, and for the version of Kafka's own
    * plugins; what several folders have is recommended once.
    */
  private def validated(rest: Rest, connector: String): Seq[String] = {
    val kafka = rest.get("/").body.path("version").asText()
    val config = Rest.json(Map("name" -> "zoo", "connector.class" -> connector, "topics" -> "cats"))
    val validation = rest.put(s"/connector-plugins/$connector/config/validate", config).body
    validation.path("configs").elements().asScala.toSeq.map { setting =>
      setting.path("definition").asInstanceOf[ObjectNode].remove("documentation")
      setting.path("value").path("recommended_values") match {
        case recommended: ArrayNode =>
          val once = recommended.elements().asScala.toSeq.distinct.filterNot(it => onlyHere(it.asText()))
          recommended.removeAll().addAll(once.asJava)
        case _ =>
      }
      setting.toString.replace(s"\"$kafka\"", "\"Kafka's\"")
    }
  }

  /** What the original cannot make: it lists everything else. */
  private val onlyHere = Set("io.apicurio.registry.utils.converter.ExtJsonConverter")

  "The plugins of others" should {

    "be listed as by an Apache worker" in {
      val there = listed(original.rest)
      there should not be empty
      val (alone, here) = listed(troupe.rest).partition { case (name, _) => onlyHere(name) }
      here shouldBe there
      alone.map(_._1).toSet shouldBe onlyHere
    }

    "be validated as by an Apache worker" in {
      val connectors = listed(troupe.rest).collect { case (name, Kind("source" | "sink", _)) => name }.distinct
      connectors.foreach { connector =>
        withClue(s"$connector: ") {
          val here = validated(troupe.rest, connector)
          val there = validated(original.rest, connector)
          there should not be empty
          there.diff(here) shouldBe empty
          here.diff(there) shouldBe empty
        }
      }
    }
  }
}
