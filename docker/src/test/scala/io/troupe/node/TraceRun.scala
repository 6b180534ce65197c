package io.troupe.node

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import contract.probe.{ProbeConverter, ProbePredicate, ProbeSinkConnector, ProbeSourceConnector, ProbeTransform}
import java.nio.file.Path
import java.util.{List => JList}
import org.apache.kafka.clients.admin.{Admin, NewTopic}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.serialization.StringSerializer
import org.apache.kafka.connect.storage.StringConverter
import scala.concurrent.duration._
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Does on a worker what a trace of the contract says, and keeps what the probe plugins note. */
final class TraceRun(of: TraceCase, rest: Rest, bootstrap: String, home: Path) {

  private val file = home.resolve(s"${of.name}.trace")
  private val topic = s"topic-${of.name}"
  private val feed = s"feed-${of.name}"

  private val probe: Map[String, String] = if (of.sink) {
    Map("connector.class" -> classOf[ProbeSinkConnector].getName, "topics" -> topic) ++ text
  } else {
    Map("connector.class" -> classOf[ProbeSourceConnector].getName, "probe.topic" -> topic)
  }

  private val around: Map[String, String] = if (of.probesAround) {
    Map(
      "value.converter" -> classOf[ProbeConverter].getName,
      "value.converter.probe.trace" -> file.toString,
      "transforms" -> "t",
      "transforms.t.type" -> classOf[ProbeTransform[_]].getName,
      "transforms.t.probe.trace" -> file.toString,
      "transforms.t.predicate" -> "p",
      "predicates" -> "p",
      "predicates.p.type" -> classOf[ProbePredicate[_]].getName,
      "predicates.p.probe.trace" -> file.toString
    )
  } else Map.empty

  private val config: Map[String, String] =
    Map("tasks.max" -> "1") ++ probe ++ around ++ of.settings ++ Map("name" -> of.name, "probe.trace" -> file.toString)

  private def text: Map[String, String] = Map("value.converter" -> classOf[StringConverter].getName)

  private val expected = TraceDeviations.without(of.expected, of)

  /** What is different so far. */
  def differences: Seq[String] = {
    val actual = TraceDeviations.without(Trace.read(file, of.name, topic), of)
    TraceRules.differences(expected, actual, of.clocked)
  }

  /** Does one request after the other, each when the one before led to what it should. */
  def run(): Seq[String] = {
    prepare()
    val ends = of.steps.flatMap { step =>
      Trace.note(file, step.request)
      accepted(step.request)
      settle(step)
    }
    if (of.clocked) rest.delete(s"/connectors/$feed")
    differences ++ ends
  }

  /** What the step ends with otherwise than recorded. */
  private def settle(step: TraceStep): Seq[String] = {
    val deadline = TraceRun.Patience.fromNow
    val tick = new java.util.concurrent.CountDownLatch(1)
    def end = otherwise(step)
    while ((differences.nonEmpty || end.nonEmpty) && deadline.hasTimeLeft()) tick.await(100, MILLISECONDS)
    end
  }

  private def otherwise(step: TraceStep): Seq[String] = {
    def unlike[A](what: String, expected: Option[A], actual: => A): Option[String] =
      expected.filter(_ != actual).map(it => s"after [${step.request}] $what: expected $it, got $actual")
    unlike("states", step.states, rest.states(of.name)).toSeq ++ unlike("offsets", step.offsets, offsets)
  }

  private def offsets: Set[JsonNode] = {
    val shown = rest.get(s"/connectors/${of.name}/offsets").body.path("offsets").toString
    new ObjectMapper().readTree(shown.replace(topic, "<topic>")).elements().asScala.toSet
  }

  private def client = Map[String, Object]("bootstrap.servers" -> bootstrap).asJava

  private def prepare(): Unit =
    if (of.clocked) {
      val every = Seq("probe.topic" -> topic, "probe.total" -> "100000", "probe.pause.ms" -> "700")
      val source = Seq("connector.class" -> classOf[ProbeSourceConnector].getName, "tasks.max" -> "1")
      require(rest.create(feed, source ++ every ++ text: _*).status == 201)
    } else if (of.exactlyOnce) {
      // A transaction by the clock shall not wait for its topic.
      Using.resource(Admin.create(client)) { admin =>
        admin.createTopics(JList.of(new NewTopic(topic, 1, 1.toShort))).all().get(30, SECONDS)
      }
    } else if (of.sink || of.steps.exists(_.states.nonEmpty)) {
      Using.resource(new KafkaProducer(client, new StringSerializer, new StringSerializer)) { producer =>
        (0 until 3).foreach(i => producer.send(new ProducerRecord(topic, s"v$i")))
      }
    }

  private def accepted(request: String): Unit = {
    val path = s"/connectors/${of.name}"
    val reply = request match {
      case "PUT config" => put(config)
      case "PUT changed config" => put(config + ("probe.total" -> "5"))
      case "tasks.max 2" => put(config + ("tasks.max" -> "2"))
      case "pause" | "resume" | "stop" => rest.put(s"$path/$request")
      case "restart connector" => rest.post(s"$path/restart")
      case "restart with tasks" => rest.post(s"$path/restart?includeTasks=true")
      case "restart task" => rest.post(s"$path/tasks/0/restart")
      case "delete" => rest.delete(path)
    }
    require(reply.status / 100 == 2, s"$request of ${of.name}: $reply")
  }

  private def put(config: Map[String, String]): Reply =
    rest.put(s"/connectors/${of.name}/config", new ObjectMapper().writeValueAsString(config.asJava))
}

object TraceRun {
  private val Patience = 25.seconds
}
