package io.troupe.node

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.AppenderBase
import io.troupe.node.stage.{Stage, StageSink, StageSource}
import java.nio.charset.StandardCharsets.UTF_8
import java.util.concurrent.{ConcurrentLinkedQueue, TimeUnit}
import java.util.{Map => JMap}
import org.apache.kafka.clients.admin.Admin
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.serialization.StringSerializer
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.source.SourceRecord
import org.scalatest.BeforeAndAfterAll
import org.slf4j.LoggerFactory
import scala.jdk.CollectionConverters._
import scala.util.Using

/** A broker and a worker for many connectors, which do what the scripts of their stages say. */
abstract class StagedStory(name: String) extends Story with BeforeAndAfterAll {

  protected lazy val home = folder(name)
  protected def brokerSettings: Map[String, String] = Map.empty
  protected def workerSettings: Map[String, String] = Map.empty

  protected lazy val broker: DevBroker =
    DevBroker.start(DevBrokerSettings.in(home.resolve("broker")).`with`(brokerSettings.asJava))
  protected lazy val client: Map[String, String] = Map("bootstrap.servers" -> broker.bootstrapServers())
  protected lazy val admin: Admin = Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)
  protected lazy val troupe: Troupe =
    Troupe.start((workerProperties(broker.bootstrapServers(), home) ++ workerSettings).asJava)
  protected lazy val rest = new Rest(troupe.restUrl())
  protected val log = new LogLines

  override protected def afterAll(): Unit = {
    log.close()
    try troupe.stop()
    finally {
      admin.close()
      broker.close()
    }
  }

  protected def source(name: String, more: (String, String)*): Unit = staged(name, classOf[StageSource].getName, more)

  protected def sink(name: String, more: (String, String)*): Unit = staged(name, classOf[StageSink].getName, more)

  /** Created; on the stage of its name unless another is given. */
  private def staged(name: String, plugin: String, more: Seq[(String, String)]): Unit = {
    val config = Map("connector.class" -> plugin, Stage.SETTING -> name) ++ more
    val reply = rest.create(name, config.toSeq: _*)
    withClue(reply.text)(reply.status shouldBe 201)
  }

  /** A script for the calls that it knows; all others do the usual. */
  protected def script(does: PartialFunction[String, Any => Any]): Stage.Script = (call, argument) =>
    does.lift(call).map(_(argument)) match {
      case None | Some(()) => null
      case Some(answer) => answer.asInstanceOf[AnyRef]
    }

  protected def state(name: String): String = rest.states(name)

  protected def task(name: String, number: Int = 0) =
    rest.get(s"/connectors/$name/status").body.path("tasks").path(number)

  protected def trace(name: String): String = task(name).path("trace").asText()

  /** One of a task's figures, as Prometheus gets it. */
  protected def figure(group: String, name: String, connector: String): Option[Double] = {
    val series = s"kafka_connect_${group}_$name".replace('-', '_') + s"""{connector="$connector",task="0"} """
    rest.get("/metrics").text.linesIterator.find(_.startsWith(series)).map(_.substring(series.length).toDouble)
  }

  /** The figures of a task about records that fail, zeros left out. */
  protected def errorFigures(connector: String): Map[String, Double] = Seq(
    "total-record-failures",
    "total-record-errors",
    "total-records-skipped",
    "total-retries",
    "total-errors-logged",
    "deadletterqueue-produce-requests",
    "deadletterqueue-produce-failures"
  ).map(it => it -> figure("task-error-metrics", it, connector).getOrElse(Double.NaN)).filterNot(_._2 == 0.0).toMap

  protected def produce(records: ProducerRecord[String, String]*): Unit = {
    val settings = client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava
    Using.resource(new KafkaProducer(settings, new StringSerializer, new StringSerializer)) { producer =>
      records.map(producer.send(_)).foreach(_.get(30, TimeUnit.SECONDS))
    }
  }

  protected def produce(topic: String, values: Seq[String]): Unit =
    produce(values.map(new ProducerRecord[String, String](topic, _)): _*)

  /** Values of all records of a topic's only partition. */
  protected def values(topic: String): Seq[String] =
    Using.resource(new TopicReader(topic, client))(_.records.map(it => new String(it.value(), UTF_8)))

  /** A sink's committed offset in the first partition of a topic. */
  protected def groupOffset(connector: String, topic: String): Option[Long] = {
    val offsets = admin
      .listConsumerGroupOffsets(s"connect-$connector")
      .partitionsToOffsetAndMetadata()
      .get(30, TimeUnit.SECONDS)
    Option(offsets.get(new TopicPartition(topic, 0))).map(_.offset())
  }

  /** Text from the one source partition of a stage. */
  protected def record(topic: String, number: Int, value: String): SourceRecord =
    new SourceRecord(
      JMap.of("from", "stage"),
      JMap.of("number", Long.box(number.toLong)),
      topic,
      Schema.STRING_SCHEMA,
      value
    )
}

/** What the worker in this process says in its log, with the context of each line. */
final class LogLines extends AutoCloseable {

  case class Line(text: String, context: String, cause: Option[String])

  private val seen = new ConcurrentLinkedQueue[Line]()
  private val root = LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).asInstanceOf[Logger]
  private val appender = new AppenderBase[ILoggingEvent] {
    override def append(event: ILoggingEvent): Unit = {
      val cause = Option(event.getThrowableProxy).map(it => s"${it.getClassName}: ${it.getMessage}")
      seen.add(Line(event.getFormattedMessage, event.getMDCPropertyMap.get("connector.context"), cause))
    }
  }
  appender.setContext(root.getLoggerContext)
  appender.start()
  root.addAppender(appender)

  def lines: Seq[Line] = seen.asScala.toSeq

  override def close(): Unit = root.detachAppender(appender)
}
