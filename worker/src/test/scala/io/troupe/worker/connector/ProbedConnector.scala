package io.troupe.worker.connector

import org.apache.kafka.common.config.ConfigDef
import org.apache.kafka.connect.connector.Task
import org.apache.kafka.connect.source.SourceConnector
import org.apache.pekko.actor.testkit.typed.scaladsl.TestProbe

import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicInteger
import java.util.{List => JList, Map => JMap}

/** What a connector of a test does; its name in the configuration finds it. */
class Script(val calls: TestProbe[String]) {
  def onStart(): Unit = ()
  def onStop(): Unit = ()
  def onTaskConfigs(max: Int): JList[JMap[String, String]] = JList.of(JMap.of("max", max.toString))
  @volatile var connector: ProbedConnector = _
}

object ProbedConnector {
  val Scripts = new ConcurrentHashMap[String, Script]
  private val made = new AtomicInteger
}

/** A stock source connector as far as the runtime can see; tells each call with the number of its instance. */
class ProbedConnector extends SourceConnector {
  private val instance = ProbedConnector.made.incrementAndGet()
  private var script: Script = _

  def number: Int = instance
  private var settings: JMap[String, String] = JMap.of()
  def setting(key: String): String = settings.get(key)
  def replan(): Unit = context.requestTaskReconfiguration()
  def raise(failure: Exception): Unit = context.raiseError(failure)

  override def version: String = "1.0"
  override def config: ConfigDef = new ConfigDef

  override def taskClass: Class[_ <: Task] = classOf[Task]

  override def start(props: JMap[String, String]): Unit = {
    settings = props
    script = ProbedConnector.Scripts.get(props.get("script"))
    script.connector = this
    script.calls.ref ! "start"
    script.onStart()
  }

  override def taskConfigs(max: Int): JList[JMap[String, String]] = {
    script.calls.ref ! "taskConfigs"
    script.onTaskConfigs(max)
  }

  override def stop(): Unit = {
    script.calls.ref ! "stop"
    script.onStop()
  }
}
