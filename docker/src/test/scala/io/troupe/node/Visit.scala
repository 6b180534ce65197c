package io.troupe.node

import com.fasterxml.jackson.databind.{JsonNode, ObjectMapper}
import java.nio.charset.StandardCharsets.UTF_8
import org.apache.kafka.clients.admin.{Admin, NewTopic}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.serialization.StringSerializer
import scala.collection.mutable
import scala.jdk.CollectionConverters._
import scala.util.Using

/** One run of a script on one worker, which notes the states that it sees there. What is named is this worker's own:
  * the other one runs the same script, on the same broker and the same servers.
  */
final class Visit(val worker: OwnWorker, broker: String) extends MorePatient {

  private val json = new ObjectMapper()
  private val client = Map[String, Object]("bootstrap.servers" -> broker)
  private val noted = mutable.ArrayBuffer.empty[String]

  def own(name: String): String = s"${worker.name}_$name"

  /** Of connectors, in the order in which they were seen. */
  def states: Seq[String] = noted.toSeq

  /** The name of the connector, which is this worker's own. */
  def create(name: String, config: (String, String)*): String = {
    worker.create(own(name), config: _*)
    note("created", own(name))
    own(name)
  }

  /** What each plugin has to stand: records flow, a task is restarted, the worker is killed while there is more to
    * come, and takes it up, and it is deleted.
    *
    * @param feed
    *   gives something to do, for the first, second and third time
    * @param arrive
    *   waits for what came of it
    */
  def endure(connectors: String*)(feed: Int => Unit)(arrive: Int => Unit): Unit = {
    feed(0)
    arrive(0)
    connectors.foreach(worker.restartTask)
    note("restarted", connectors: _*)
    feed(1)
    arrive(1)
    worker.kill()
    feed(2)
    worker.start()
    connectors.foreach(worker.runs)
    note("killed", connectors: _*)
    arrive(2)
    connectors.foreach(worker.runs)
    note("at last", connectors: _*)
    delete(connectors: _*)
  }

  /** As the worker tells them. */
  def offsets(name: String): String = worker.rest.get(s"/connectors/${own(name)}/offsets").text

  def delete(connectors: String*): Unit = connectors.foreach { connector =>
    worker.delete(connector)
    eventually(worker.rest.get(s"/connectors/$connector/status").status shouldBe 404)
    noted += s"deleted: $connector".replace(own(""), "")
  }

  private def note(when: String, connectors: String*): Unit = connectors.foreach { connector =>
    noted += s"$when: $connector ${worker.rest.states(connector)}".replace(own(""), "")
  }

  def produce(topic: String, values: Iterable[String]): Unit =
    Using.resource(new KafkaProducer(client.asJava, new StringSerializer, new StringSerializer)) { producer =>
      values.foreach(value => producer.send(new ProducerRecord(topic, value)))
    }

  def createTopic(topic: String): Unit = Using.resource(Admin.create(client.asJava)) {
    _.createTopics(java.util.List.of(new NewTopic(topic, 1, 1.toShort))).all().get()
  }

  /** In the order of the topic's only partition; "" where there is none. */
  def values(topic: String): Seq[String] = records(topic).map(_._2)

  def records(topic: String): Seq[(String, String)] =
    Using.resource(new TopicReader(topic, Map("bootstrap.servers" -> broker))) {
      _.records.map(record => text(record.key()) -> text(record.value()))
    }

  private def text(bytes: Array[Byte]): String = Option(bytes).fold("")(new String(_, UTF_8))

  /** Those that are. */
  def parsed(topic: String): Seq[JsonNode] = values(topic).filter(_.nonEmpty).map(json.readTree(_))
}
