package io.troupe.node

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.file.{Files, Path, StandardOpenOption}
import scala.jdk.CollectionConverters._
import scala.util.Using

/** One call that a plugin got: which plugin, what, with what, and on which thread. */
final case class Call(instance: String, name: String, detail: String, thread: String) {

  def is(names: String*): Boolean = names.contains(name)

  override def toString: String = Seq(instance, name, detail).filterNot(_.isEmpty).mkString(" ")
}

/** What one request of a user, the first word of it all, led to. */
final case class Phase(request: String, calls: Seq[Call])

/** The calls that the probe plugins of one connector got, request by request. */
final case class Trace(phases: Seq[Phase]) {
  def requests: Seq[String] = phases.map(_.request)

  /** As many requests as the other one has. */
  def upTo(other: Trace): Trace = Trace(phases.take(other.phases.size))
}

object Trace {
  private val Request = "[request]"

  /** Notes a request between the calls that the probe plugins note. */
  def note(file: Path, request: String): Unit = {
    Files.writeString(file, s"$Request\t$request\t\t\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND)
    ()
  }

  /** @param topic named as in the contract from here on */
  def read(file: Path, connector: String, topic: String): Trace = {
    val lines = Files.readString(file).split("\n", -1).dropRight(1).toSeq
    of(lines.map(_.split("\t", -1).toSeq).map { words =>
      Call(words(0).stripPrefix(s"$connector "), words(1), words(2).replace(topic, "<topic>"), words(3))
    })
  }

  /** As in the contract's traces.json: a line of one word is a request. */
  def read(calls: JsonNode): Trace = of(calls.elements().asScala.toSeq.map { line =>
    line.elements().asScala.map(_.asText()).toSeq match {
      case Seq(request) => Call(Request, request, "", "")
      case Seq(instance, name, detail, thread) => Call(instance, name, detail, thread)
      case other => throw new IllegalArgumentException(other.toString)
    }
  })

  private def of(calls: Seq[Call]): Trace = Trace(calls.foldLeft(Vector.empty[Phase]) { (phases, call) =>
    if (call.instance == Request) phases :+ Phase(call.name, Vector.empty)
    else phases.init :+ phases.last.copy(calls = phases.last.calls :+ call)
  })
}

/** A request of a user, and what REST says when what it leads to is over.
  *
  * @param states
  *   of the connector and its tasks
  * @param offsets
  *   as REST shows them; nothing is said of either where they were not recorded
  */
final case class TraceStep(request: String, states: Option[String], offsets: Option[Set[JsonNode]])

/** A trace of the contract and what it takes to see the same here. */
final case class TraceCase(
    name: String,
    sink: Boolean,
    settings: Map[String, String],
    beforehand: String,
    steps: Seq[TraceStep],
    expected: Trace
) {

  /** Whether a clock decides how many records there are. */
  def clocked: Boolean = beforehand.contains("a source writes")
  def exactlyOnce: Boolean = name.startsWith("exactly-once-")
  def probesAround: Boolean = beforehand.contains("converter probes")
}

object TraceCase {

  lazy val contract: Seq[TraceCase] = read("traces.json")

  /** What docker/contract/record-traces has recorded. */
  lazy val faults: Seq[TraceCase] = read("fault-traces.json")

  lazy val all: Seq[TraceCase] = contract ++ TraceDeviations.here(faults)

  private def read(file: String): Seq[TraceCase] =
    Using.resource(getClass.getResourceAsStream(s"/contract/$file")) { in =>
      new ObjectMapper().readTree(in).path("traces").properties().asScala.toSeq.map { entry =>
        val noted = entry.getValue
        val calls = Trace.read(noted.path("calls"))
        TraceCase(
          entry.getKey,
          noted.path("connector").asText() == "ProbeSink",
          noted.path("settings").properties().asScala.map(it => it.getKey -> it.getValue.asText()).toMap,
          noted.path("with").asText(),
          if (noted.has("steps")) noted.path("steps").elements().asScala.toSeq.map(step)
          else calls.requests.map(TraceStep(_, None, None)),
          calls
        )
      }
    }

  private def step(noted: JsonNode): TraceStep = TraceStep(
    noted.path("request").asText(),
    Option.when(noted.has("status"))(noted.path("status").asText()),
    Option(noted.get("offsets")).map(_.elements().asScala.toSet)
  )
}
