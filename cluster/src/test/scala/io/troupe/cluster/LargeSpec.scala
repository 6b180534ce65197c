package io.troupe.cluster

import scala.jdk.CollectionConverters._
import scala.jdk.OptionConverters._

import io.troupe.cluster.connector.Connectors.View
import io.troupe.cluster.offset.OffsetsEntity.{Answer, Known, Recorded}
import io.troupe.cluster.offset.{OffsetsEntity, WholeOffsets}
import io.troupe.cluster.probe.Probe
import io.troupe.persistence.connector.{RunState, TargetState}
import io.troupe.persistence.offset.{Epoch, OffsetJson}
import io.troupe.worker.offset.{OffsetsRequest, PartitionOffset}
import org.apache.pekko.actor.typed.ActorRef
import org.scalatest.time.SpanSugar._

/** What is larger than any one message between two nodes works from both, with a frame of Pekko's default size. */
class LargeSpec extends WorkerSpec {

  private val journal = new Journal(Worker.newJournal())
  private lazy val one = new Worker(journal.url, cluster = "troupe.cluster.ask-timeout = 20 s")
  private lazy val two = new Worker(journal.url, cluster = "troupe.cluster.ask-timeout = 20 s", seed = Some(one))
  private lazy val workers = Seq(one, two)
  override protected def worker: Worker = one

  override def beforeAll(): Unit = workers.foreach(_.door)

  override def afterAll(): Unit = {
    two.end()
    one.end()
  }

  implicit override val patienceConfig: PatienceConfig = PatienceConfig(30.seconds, 50.millis)

  private def find(in: Worker, name: String): View =
    Worker.await(in.door.find(name), 20).toScala.getOrElse(fail(s"there is no connector $name"))

  private def states(in: Worker, name: String): Seq[RunState] =
    find(in, name).state.tasks.asScala.toSeq.flatMap(task => Option(task.status)).map(_.state)

  private def text(length: Int): String = "large " * (length / 6 + 1)

  private def create(in: Worker, name: String, settings: (String, String)*): Unit = {
    val _ = Worker.await(in.door.create(name, config(name, settings: _*), TargetState.STARTED, Worker.Caller), 20)
  }

  private def offsets(in: Worker, name: String)(question: ActorRef[Answer] => OffsetsEntity.Command): Answer =
    Worker.await(
      in.clusterSettings
        .patience()
        .ask(limit => in.shards.offsets(name).ask[Answer](question(_), limit)),
      20
    )

  private def partition(number: Int): String =
    OffsetJson.write(Map("source" -> s"a partition that has a name of some length, as they do $number").asJava)

  "Between two workers" should {

    "offsets of ten thousand source partitions be recorded and read" in {
      val many = (0 until 10_000).map(number => partition(number) -> s"""{"position":$number}""").toMap
      for ((from, turn) <- workers.zipWithIndex) {
        val name = s"partitions-$turn"
        offsets(from, name)(new OffsetsEntity.Open(0, new Epoch(1, 1), _)) shouldBe a[Recorded]
        val begun = System.nanoTime()
        offsets(from, name)(new OffsetsEntity.Advance(0, new Epoch(1, 1), 1, many.asJava, _)) shouldBe a[Recorded]
        info(s"recorded in ${(System.nanoTime() - begun) / 1_000_000} ms")
        for (in <- workers) {
          val asked = System.nanoTime()
          offsets(in, name)(new OffsetsEntity.Read(many.keys.toSeq.asJava, _)) match {
            case known: Known => known.offsets.asScala.toMap shouldBe many
            case other => fail(s"no offsets but $other")
          }
          info(s"read in ${(System.nanoTime() - asked) / 1_000_000} ms")
          WholeOffsets.reader(in.shards.offsets(name), in.clusterSettings).all().asScala.toMap shouldBe many
        }
      }
    }

    "offsets be changed by hand, thousands at once" in {
      create(one, "by-hand", "tasks" -> "0")
      Worker.await(one.door.retarget("by-hand", TargetState.STOPPED, Worker.Caller))
      for ((in, turn) <- workers.zipWithIndex) {
        val changes = (0 until 5_000).map(number =>
          new OffsetsRequest.Change(partition(number), s"""{"position":${number + turn}}""")
        )
        Worker.await(in.door.changeOffsets("by-hand", new OffsetsRequest(changes.asJava), Worker.Caller), 20)
        for (each <- workers) {
          val all: Seq[PartitionOffset] = Worker.await(each.door.offsets("by-hand"), 20).asScala.toSeq
          all.size shouldBe 5_000
        }
      }
    }

    "tasks that fail with a long message be seen to" in {
      for ((from, turn) <- workers.zipWithIndex) {
        val name = s"wordy-$turn"
        Probe.of(name).fail(Probe.Point.TASK_START, text(300_000))
        create(from, name, "tasks" -> "8")
        workers.foreach(in => eventually(states(in, name) shouldBe Seq.fill(8)(RunState.FAILED)))
        find(two, name).state.tasks.asScala.foreach(_.status.trace.length should be < 40_000)
      }
    }

    "configurations of three hundred thousand and of two million characters be created, changed and run" in {
      for ((from, turn) <- workers.zipWithIndex; size <- Seq(300_000, 2 * 1024 * 1024)) {
        val name = s"configured-$turn-$size"
        create(from, name, "tasks" -> "4", "text" -> text(size))
        workers.foreach(in => eventually(states(in, name) shouldBe Seq.fill(4)(RunState.RUNNING)))
        val changed = config(name, "tasks" -> "4", "text" -> text(size + 100))
        Worker.await(workers(1 - turn).door.configure(name, changed, Worker.Caller), 20)
        workers.foreach(in => find(in, name).state.config shouldBe changed)
        workers.foreach(in => eventually(states(in, name) shouldBe Seq.fill(4)(RunState.RUNNING)))
        Worker.await(from.door.delete(name, Worker.Caller), 20)
      }
    }

    "the statuses and the settings of 500 tasks be told, at once" in {
      Probe.of("crowd").fail(Probe.Point.TASK_START, "as it is told to")
      create(one, "crowd", "tasks.max" -> "500", "tasks" -> "500", "text" -> text(4096))
      for (in <- workers) {
        eventually(timeout(60.seconds))(states(in, "crowd") shouldBe Seq.fill(500)(RunState.FAILED))
        val asked = System.nanoTime()
        Worker.await(in.door.observe("crowd")).toScala.map(_.state.tasks.size) shouldBe Some(500)
        (System.nanoTime() - asked) / 1_000_000 should be < 1_000L
        val all = Worker.await(in.door.tasks("crowd")).toScala.getOrElse(fail("no tasks")).asScala
        all.map(_.get("number")) shouldBe (0 until 500).map(_.toString)
        all.map(_.get("text").length).min should be >= 4096
      }
    }
  }
}
