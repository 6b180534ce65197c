package io.troupe.worker.connector

import io.troupe.persistence.ConnectorId
import io.troupe.persistence.connector.{RunState, TargetState}
import io.troupe.plugins.{DiscoveryMode, PluginSettings, Plugins}
import io.troupe.worker.{SecretSettings, WorkerSettings}
import io.troupe.worker.metrics.WorkerMetrics
import io.troupe.worker.provider.ConfigProviders
import io.troupe.worker.source.RecordedOffsets
import org.apache.pekko.actor.testkit.typed.scaladsl.{ScalaTestWithActorTestKit, TestProbe}
import org.apache.pekko.actor.typed.ActorRef

import java.util.concurrent.atomic.AtomicInteger
import java.util.{List => JList, Map => JMap}
import scala.jdk.CollectionConverters._

/** Hosts connectors of a script, and hears what they do and report. */
abstract class ConnectorHosting extends ScalaTestWithActorTestKit {

  /** Of the worker, as its properties name them. */
  protected def providers: Map[String, String] = Map.empty

  private lazy val runs =
    new ConnectorRuns(
      ConnectorHosting.plugins,
      ConfigProviders.of(ConnectorHosting.plugins, providers.asJava),
      new SecretSettings(ConnectorHosting.plugins),
      true
    )

  protected val metrics: WorkerMetrics = ConnectorHosting.metrics()

  override protected def afterAll(): Unit = {
    super.afterAll()
    metrics.close()
  }

  final class Stage {
    val name: String = s"stage-${ConnectorHosting.stages.incrementAndGet()}"
    val calls: TestProbe[String] = createTestProbe[String]()
    val reports: TestProbe[ConnectorReport] = createTestProbe[ConnectorReport]()

    def host(
        script: Script,
        target: TargetState = TargetState.STARTED,
        config: Map[String, String] = Map.empty
    ): ActorRef[ConnectorActor.Command] = {
      ProbedConnector.Scripts.put(name, script)
      val whole = Map("name" -> "orders", "connector.class" -> classOf[ProbedConnector].getName, "script" -> name) ++
        config
      val assignment = new ConnectorAssignment(new ConnectorId("orders", 1), target, whole.asJava)
      ConnectorActor.start(
        system,
        name,
        assignment,
        runs,
        metrics.connector(assignment.id),
        new RecordedOffsets,
        report => reports.ref ! report
      )
    }

    /** Until its first tasks are planned. */
    def runningHost(script: Script, config: Map[String, String] = Map.empty): ActorRef[ConnectorActor.Command] = {
      val started = host(script, config = config)
      expectCalls("start", "taskConfigs")
      expectIs(RunState.RUNNING)
      reports.expectMessageType[ConnectorReport.TasksPlanned]
      started
    }

    def expectCalls(expected: String*): Unit = expected.foreach(calls.expectMessage(_))

    def expectIs(state: RunState): Unit = reports.expectMessage(new ConnectorReport.Is(state, "1.0"))

    def expectFailure(): String = {
      val failed = reports.expectMessageType[ConnectorReport.Failed]
      failed.version shouldBe "1.0"
      failed.trace
    }

    def expectPlanned(): Seq[Map[String, String]] =
      reports.expectMessageType[ConnectorReport.TasksPlanned].configs.asScala.map(_.asScala.toMap).toSeq
  }

  protected def aim(target: TargetState): ConnectorActor.Command = new ConnectorActor.Aim(target)

  protected def tasks(count: Int): JList[JMap[String, String]] =
    (1 to count).map(number => JMap.of("number", number.toString)).asJava
}

object ConnectorHosting {
  private def metrics(): WorkerMetrics =
    WorkerMetrics.start(
      WorkerSettings.of(
        JMap.of(
          "bootstrap.servers",
          "127.0.0.1:1",
          "group.id",
          "spec",
          "key.converter",
          "Key",
          "value.converter",
          "Value",
          "metric.reporters",
          ""
        ),
        s"worker:${stages.incrementAndGet()}"
      ),
      "cluster"
    )

  private val stages = new AtomicInteger
  private lazy val plugins = Plugins.scan(new PluginSettings(JList.of(), JList.of(), DiscoveryMode.ONLY_SCAN))
}
