package io.troupe.cluster.logger

import java.util.concurrent.{ConcurrentLinkedQueue, TimeUnit}
import java.util.{Optional, SortedMap, TreeMap}

import scala.jdk.CollectionConverters._

import com.typesafe.config.ConfigFactory
import org.apache.pekko.actor.CoordinatedShutdown
import org.apache.pekko.actor.typed.ActorSystem
import org.apache.pekko.actor.typed.javadsl.Behaviors
import org.apache.pekko.cluster.MemberStatus
import org.apache.pekko.cluster.typed.{Cluster, Join}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.time.SpanSugar._
import org.scalatest.wordspec.AnyWordSpec

/** What is set for all is set on every node when it is said to be done. */
class ClusterLoggersSpec extends AnyWordSpec with Matchers with Eventually with BeforeAndAfterAll {

  implicit override val patienceConfig: PatienceConfig = PatienceConfig(timeout = 20.seconds, interval = 20.millis)

  /** Remembers what it was told. */
  private final class Remembering extends Loggers {
    val told = new ConcurrentLinkedQueue[String]()
    override def list(): SortedMap[String, LoggerLevel] = new TreeMap[String, LoggerLevel]()
    override def find(name: String): Optional[LoggerLevel] = Optional.empty()
    override def knows(level: String): Boolean = true
    override def set(name: String, level: String): java.util.List[String] = {
      told.add(s"$name=$level")
      java.util.List.of()
    }
  }

  private final class Node {
    val system: ActorSystem[Void] = ActorSystem.create(
      Behaviors.empty[Void],
      "loggers-spec",
      ConfigFactory
        .parseString("pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }")
        .withFallback(ConfigFactory.parseResources("troupe-cluster.conf"))
        .withFallback(ConfigFactory.defaultReference())
        .resolve()
    )
    val cluster: Cluster = Cluster(system)
    val local = new Remembering
    lazy val loggers: ClusterLoggers = ClusterLoggers.start(system, local)

    def leave(): Unit = {
      val _ = CoordinatedShutdown
        .get(system)
        .runAll(CoordinatedShutdown.UnknownReason)
        .toCompletableFuture
        .get(60, TimeUnit.SECONDS)
    }
  }

  private lazy val nodes = {
    val made = List.fill(3)(new Node)
    made.foreach(node => node.cluster.manager ! Join(made.head.cluster.selfMember.address))
    eventually(made.foreach(node => node.cluster.state.members.count(_.status == MemberStatus.Up) shouldBe 3))
    made.foreach(_.loggers)
    made
  }

  override protected def afterAll(): Unit = nodes.foreach(_.leave())

  private def set(node: Node, name: String, level: String): Unit = {
    val _ = node.loggers.set(name, level).toCompletableFuture.get(10, TimeUnit.SECONDS)
  }

  "Loggers of a cluster" should {

    "be set on every node, whichever is asked" in {
      nodes.foreach { node =>
        nodes.foreach(_.local.told.clear())
        set(node, "io.troupe", "DEBUG")
        nodes.map(_.local.told.asScala.toList) shouldBe List.fill(3)(List("io.troupe=DEBUG"))
      }
    }

    "be set on those that are left when one has gone" in {
      nodes.last.leave()
      nodes.foreach(_.local.told.clear())
      set(nodes.head, "a", "WARN")
      nodes.map(_.local.told.size) shouldBe List(1, 1, 0)
    }
  }
}
