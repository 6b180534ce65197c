package io.troupe.node

import java.util.concurrent.{CountDownLatch, TimeUnit}
import java.util.{List => JList, Map => JMap}
import org.apache.kafka.common.config.ConfigDef
import org.apache.kafka.connect.connector.Task
import org.apache.kafka.connect.source.{SourceConnector, SourceRecord, SourceTask}
import scala.jdk.CollectionConverters._

/** A source of the records that a case of {@link TransformCases} gives; it writes them once, to the topic `case`. */
class GivenSource extends SourceConnector {
  private var own: JMap[String, String] = JMap.of()
  override def version: String = "1.0"
  override def config(): ConfigDef =
    new ConfigDef().define("case", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "name of the case")
  override def start(props: JMap[String, String]): Unit = own = props
  override def taskClass(): Class[_ <: Task] = classOf[GivenTask]
  override def taskConfigs(maxTasks: Int): JList[JMap[String, String]] = JList.of(own)
  override def stop(): Unit = ()
}

class GivenTask extends SourceTask {
  private val never = new CountDownLatch(1)
  private var left: Seq[SourceRecord] = Seq.empty

  override def version: String = "1.0"

  override def start(props: JMap[String, String]): Unit = {
    val name = props.get("case")
    left = TransformCases.sources.find(_.name == name).get.made.map(_.record(name))
  }

  override def poll(): JList[SourceRecord] =
    if (left.isEmpty) {
      never.await(100, TimeUnit.MILLISECONDS)
      null
    } else {
      val all = left
      left = Seq.empty
      all.asJava
    }

  override def stop(): Unit = ()
}
