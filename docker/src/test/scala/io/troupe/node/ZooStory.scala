package io.troupe.node

import java.nio.file.{Files, Path}
import org.scalatest.BeforeAndAfterAll
import scala.collection.mutable
import scala.concurrent.ExecutionContext.Implicits.global
import scala.concurrent.duration._
import scala.concurrent.{Await, Future}
import scala.util.Try

/** Plugins that others made, as users get them, on Troupe and beside it on the newest Apache worker that runs them all:
  * one folder, one broker, and what came of each of them.
  */
trait ZooStory extends Story with MorePatient with BeforeAndAfterAll {

  protected val zoo: Path = Path.of("zoo", "target").toAbsolutePath
  protected lazy val home: Path = folder("zoo")
  protected lazy val broker: DevBroker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))

  private val plugins = Seq(zoo.resolve("plugins"), Path.of("target", "plugins-for-tests").toAbsolutePath)

  /** Settings of both workers. */
  protected def common: Map[String, String] = Map(
    "key.converter" -> "org.apache.kafka.connect.storage.StringConverter",
    "value.converter.schemas.enable" -> "false"
  )

  /** Of both workers, which are started often and do not run long. */
  protected def environment: Map[String, String] = Map("JAVA_TOOL_OPTIONS" -> "-XX:TieredStopAtLevel=1")

  protected lazy val troupe: OwnWorker = {
    val own = workerProperties(broker.bootstrapServers(), home) ++ common
    val path = own("plugin.path") +: plugins.map(_.toString)
    new TroupeWorker("troupe", home, distribution, own + ("plugin.path" -> path.mkString(",")), environment)
  }
  protected lazy val original: OwnWorker = {
    val own = workerProperties(broker.bootstrapServers(), home).filterNot(_._1.startsWith("troupe.")) ++ common
    val settings = own + ("plugin.path" -> plugins.mkString(","))
    new ReferenceWorker("original", home, zoo.resolve("reference"), settings, environment)
  }

  /** What was run. */
  protected val done: mutable.Map[Plugin, Tried] = mutable.LinkedHashMap.empty

  override protected def beforeAll(): Unit = {
    withClue("mvn -f docker/zoo package fetches them: ")(Files.isDirectory(zoo.resolve("plugins")) shouldBe true)
    Seq(troupe, original).foreach(_.start())
  }

  override protected def afterAll(): Unit =
    try Seq(troupe, original).foreach(_.close())
    finally {
      broker.close()
      super.afterAll()
    }

  /** Runs a script on both workers: the same has to come of it, in the same states.
    *
    * @param script
    *   gives what arrived: a sequence where it arrives exactly once, a set where it does at least once
    */
  protected def compared(plugins: Plugin*)(what: String)(script: Visit => Iterable[Any]): Unit = {
    val (here, there) = both(outcome(script))
    here shouldBe there
    plugins.foreach(done(_) = Tried(what, "same outcome"))
  }

  /** Runs a script on Troupe only, since the original fails at another one, which says how.
    *
    * @param why
    *   what the original says
    */
  protected def alone(plugins: Plugin*)(what: String, why: String)(script: Visit => Iterable[Any])(
      fails: Visit => Unit
  ): Unit = {
    outcome(script)(troupe)
    fails(visit(original))
    plugins.foreach(done(_) = Tried(what, s"cannot: $why"))
  }

  /** At the same time: both wait for most of it. */
  private def both[T](act: OwnWorker => T): (T, T) = {
    val there = Future(act(original))
    val here = Try(act(troupe))
    val other = Try(Await.result(there, 15.minutes))
    here.get -> other.get
  }

  private def outcome(script: Visit => Iterable[Any])(worker: OwnWorker): Outcome = {
    val here = visit(worker)
    val arrived = withClue(s"on ${worker.name}: ")(script(here))
    arrived should not be empty
    Outcome(arrived.map(_.toString).toSeq.sorted, here.states)
  }

  private def visit(worker: OwnWorker) = new Visit(worker, broker.bootstrapServers())
}

/** @param version
  *   none for all that there are
  */
final case class Plugin(name: String, version: Option[String] = None)

object Plugin {
  def apply(name: String, version: String): Plugin = Plugin(name, Some(version))
}

/** What a plugin is, and of which version; empty for none. */
final case class Kind(of: String, version: String)

/** What was run of a plugin, and what came of it on the original. */
final case class Tried(what: String, original: String)

/** What a script left: what arrived, sorted, and the states on the way. */
final case class Outcome(arrived: Seq[String], states: Seq[String])
