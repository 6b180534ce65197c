package io.troupe.node

import java.nio.file.Files
import java.util.concurrent.Executors
import org.scalatest.BeforeAndAfterAll
import scala.concurrent.duration._
import scala.concurrent.{Await, ExecutionContext, Future}
import scala.jdk.CollectionConverters._

/** Plugins are called as Apache Kafka Connect calls them: what the contract's probe plugins note on a worker is
  * compared with what they noted there, by the rules of [[TraceRules]].
  */
class TraceStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("trace")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val troupe = worker("at-least-once")
  private lazy val exact = worker("exactly-once", "exactly.once.source.support" -> "enabled")
  private lazy val threads = Executors.newFixedThreadPool(12)

  private def worker(group: String, more: (String, String)*) = {
    val own = Files.createDirectories(home.resolve(group))
    val common = Map("group.id" -> s"trace-$group", "offset.flush.interval.ms" -> "2000")
    Troupe.start((workerProperties(broker.bootstrapServers(), own) ++ common ++ more).asJava)
  }

  /** Many traces at the same time; each takes its time. */
  private lazy val runs: Map[String, (TraceRun, Future[Seq[String]])] = {
    val context = ExecutionContext.fromExecutor(threads)
    val rest = new Rest(troupe.restUrl())
    val exactRest = new Rest(exact.restUrl())
    TraceCase.all.map { it =>
      val run = new TraceRun(it, if (it.exactlyOnce) exactRest else rest, broker.bootstrapServers(), home)
      it.name -> (run -> Future(run.run())(context))
    }.toMap
  }

  override protected def afterAll(): Unit =
    try {
      troupe.stop()
      exact.stop()
    } finally {
      broker.close()
      threads.shutdownNow()
      ()
    }

  "The calls of plugins" should {
    TraceCase.all.foreach { it =>
      s"be those of the trace ${it.name}" in {
        Await.result(runs(it.name)._2, 5.minutes) shouldBe empty
      }
    }

    "stay those of the traces when everything is over" in {
      runs.values.flatMap(_._1.differences) shouldBe empty
    }
  }
}
