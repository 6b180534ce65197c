package io.troupe.cluster

import java.time.Clock
import java.util.UUID
import java.util.concurrent.{CompletionStage, TimeUnit}

import scala.jdk.CollectionConverters._

import com.typesafe.config.{Config, ConfigFactory}
import io.troupe.cluster.connector.{Connectors, OffsetThreads, Validator}
import io.troupe.cluster.probe.{Probe, ProbeLoops}
import io.troupe.persistence.Caller
import io.troupe.persistence.journal.{JournalSchema, JournalSettings}
import io.troupe.plugins.{PluginSettings, Plugins}
import io.troupe.worker.{SecretSettings, WorkerSettings}
import io.troupe.worker.connector.validation.{ConnectorValidation, PluginDefinitions}
import io.troupe.worker.connector.{ClientOverrides, ConnectorRuns}
import io.troupe.worker.kafka.KafkaClients
import io.troupe.worker.metrics.WorkerMetrics
import io.troupe.worker.offset.ConnectorOffsets
import io.troupe.worker.provider.ConfigProviders
import org.apache.pekko.actor.CoordinatedShutdown
import org.apache.pekko.actor.typed.{ActorSystem, Props}
import org.apache.pekko.actor.typed.javadsl.Behaviors
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding
import org.apache.pekko.cluster.typed.{Cluster, Join}
import org.scalatest.concurrent.Eventually.{eventually, interval, timeout}
import org.scalatest.time.SpanSugar._

/** A node with everything real but Kafka: its journal is a database in memory that outlives the node.
  *
  * @param seed
  *   of the cluster that it joins; without one it is a cluster alone
  * @param groups
  *   of sinks; without them there are those that its plugins say, and there is no sink among them
  */
final class Worker(
    val journal: String,
    settings: Map[String, String] = Map.empty,
    cluster: String = "",
    seed: Option[Worker] = None,
    groups: Option[OffsetThreads.Groups] = None
) {

  private val config: Config = Worker.config(journal, cluster)
  val properties: WorkerSettings = WorkerSettings.of(
    (Worker.Properties ++ settings.filterNot(_._1.startsWith("config.providers"))).asJava,
    "worker:8083"
  )
  private val providers = ConfigProviders.of(Worker.plugins, settings.asJava)
  private val secrets = new SecretSettings(Worker.plugins)
  private lazy val offsetThreads = {
    val offsets =
      new ConnectorOffsets(Worker.plugins, providers, secrets, new KafkaClients(config, properties, "cluster"))
    groups.fold(new OffsetThreads(offsets))(new OffsetThreads(offsets, _))
  }
  private val validator = new Validator(
    new ConnectorValidation(
      Worker.plugins,
      providers,
      secrets,
      ClientOverrides.of(Worker.plugins, settings.asJava),
      properties.properties
    ),
    new PluginDefinitions(Worker.plugins),
    ClusterSettings.of(config, "spec", Clock.systemUTC()).askTimeout
  )

  JournalSchema.migrate(JournalSettings.of(config))

  val system: ActorSystem[Void] = ActorSystem.create(Behaviors.empty[Void], "troupe-spec", config)
  private val member = Cluster(system)
  member.manager ! Join(seed.fold(member.selfMember.address)(_.member.selfMember.address))
  eventually(timeout(20.seconds), interval(20.millis)) {
    assert(member.selfMember.status == org.apache.pekko.cluster.MemberStatus.Up)
  }

  /** Without reporters: the workers of one process would meet in JMX. */
  val metrics: WorkerMetrics = WorkerMetrics.start(properties, "cluster")
  val shards = new Shards(
    ClusterSharding.get(system),
    system.systemActorOf(Procession.create(system.deadLetters), "another-procession", Props.empty)
  )
  val clusterSettings: ClusterSettings = ClusterSettings.of(config, "spec", Clock.systemUTC())
  val door: Connectors = Company
    .assemble(
      system,
      clusterSettings,
      properties,
      new ProbeLoops(Worker.plugins, properties),
      new ConnectorRuns(Worker.plugins, providers, secrets, true),
      metrics,
      validator,
      offsetThreads
    )
    .connectors

  /** Leaves as a worker does: by its coordinated shutdown. */
  def leave(): Unit = {
    Worker.await(CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.UnknownReason), 60)
    validator.close()
    offsetThreads.close()
    metrics.close()
  }

  /** Is gone as a killed process is, if its cluster's settings say that termination is nothing to be coordinated. */
  def kill(): Unit = {
    system.terminate()
    Worker.await(system.getWhenTerminated, 30)
    validator.close()
    offsetThreads.close()
    metrics.close()
  }

  /** Ends without leaving, and without waiting for plugins that hang. */
  def end(): Unit = {
    Probe.releaseAll()
    leave()
  }
}

object Worker {

  /** Each request has a name of its own: the door may have to ask twice. */
  def Caller: Caller = new io.troupe.persistence.Caller("anonymous", "127.0.0.1", "rest", UUID.randomUUID().toString)

  /** One scan is enough for all nodes of this process. */
  lazy val plugins: Plugins = Plugins.scan(PluginSettings.of(Map.empty[String, String].asJava, java.util.List.of()))

  def newJournal(): String = s"jdbc:h2:mem:${UUID.randomUUID()};DB_CLOSE_DELAY=-1"

  def await[T](stage: CompletionStage[T], seconds: Long = 10): T =
    stage.toCompletableFuture.get(seconds, TimeUnit.SECONDS)

  private val Properties = Map(
    "bootstrap.servers" -> "127.0.0.1:1",
    "group.id" -> "spec",
    "key.converter" -> "org.apache.kafka.connect.json.JsonConverter",
    "value.converter" -> "org.apache.kafka.connect.json.JsonConverter",
    "offset.flush.interval.ms" -> "100",
    "metric.reporters" -> "",
    "troupe.restart.policy" -> "none",
    "task.shutdown.graceful.timeout.ms" -> "500"
  )

  private def config(journal: String, cluster: String): Config = {
    val own = ConfigFactory
      .parseString(cluster)
      .withFallback(ConfigFactory.parseString(s"""
        troupe.database.url = "$journal"
        troupe.cluster {
          ask-timeout = 3 s
          reconcile-interval = 500 ms
          enlist-retry = 500 ms
          connector-stop-timeout = 500 ms
        }
        troupe.worker.stalled-after = 300 ms
        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
        pekko.cluster.sharding.number-of-shards = 64
        """))
    val defaults = ConfigFactory.parseResources("troupe-cluster.conf").withFallback(ConfigFactory.defaultReference())
    val all = own.withFallback(defaults).resolve()
    own.withFallback(JournalSettings.of(all).toConfig).withFallback(defaults).resolve()
  }
}
