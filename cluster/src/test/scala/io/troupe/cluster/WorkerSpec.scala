package io.troupe.cluster

import java.util.concurrent.{CompletionStage, ExecutionException}

import scala.jdk.CollectionConverters._
import scala.jdk.OptionConverters._

import io.troupe.cluster.connector.Connectors.View
import io.troupe.cluster.probe.{Probe, ProbeConnector}
import io.troupe.persistence.connector.{RunState, Status, TargetState}
import org.scalatest.BeforeAndAfterAll
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.time.SpanSugar._
import org.scalatest.wordspec.AnyWordSpec

/** What specs of whole workers share: one worker a spec, a connector a test. */
trait WorkerSpec extends AnyWordSpec with Matchers with Eventually with BeforeAndAfterAll {

  implicit override val patienceConfig: PatienceConfig = PatienceConfig(10.seconds, 20.millis)

  private lazy val own = new Worker(Worker.newJournal())

  protected def worker: Worker = own

  override def afterAll(): Unit = worker.end()

  def config(name: String, settings: (String, String)*): java.util.Map[String, String] =
    (Map("name" -> name, "connector.class" -> classOf[ProbeConnector].getName, "tasks.max" -> "9") ++ settings).asJava

  def create(name: String, settings: (String, String)*): Probe = {
    Worker.await(worker.door.create(name, config(name, settings: _*), TargetState.STARTED, Worker.Caller))
    Probe.of(name)
  }

  /** Created, and all its tasks run. */
  def running(name: String, tasks: Int): Probe = {
    val probe = create(name, "tasks" -> tasks.toString)
    eventually(taskStates(name) shouldBe Seq.fill(tasks)(RunState.RUNNING))
    eventually(state(name) shouldBe RunState.RUNNING)
    probe
  }

  def configure(name: String, settings: (String, String)*): View =
    Worker.await(worker.door.configure(name, config(name, settings: _*), Worker.Caller)).view

  def retarget(name: String, target: TargetState): View =
    Worker.await(worker.door.retarget(name, target, Worker.Caller))

  def find(name: String): Option[View] = Worker.await(worker.door.find(name)).toScala

  def view(name: String): View = find(name).getOrElse(fail(s"there is no connector $name"))

  def status(name: String): Status =
    Option(view(name).state.status).getOrElse(fail(s"connector $name has no status yet"))

  def state(name: String): RunState = status(name).state

  def taskStatuses(name: String): Seq[Option[Status]] =
    view(name).state.tasks.asScala.toSeq.map(task => Option(task.status))

  def taskStates(name: String): Seq[RunState] = taskStatuses(name).flatten.map(_.state)

  def refusal(asked: => CompletionStage[_]): Refusal =
    intercept[ExecutionException](Worker.await(asked)).getCause match {
      case refused: RefusedException => refused.refusal
      case other => fail("not a refusal", other)
    }
}
