package io.troupe.cluster

import java.util.concurrent.atomic.AtomicLong

import scala.jdk.CollectionConverters._

import io.troupe.cluster.offset.{OffsetsEntity, WholeOffsets}
import io.troupe.cluster.offset.OffsetsEntity.{Answer, Fenced, Known, Recorded}
import io.troupe.persistence.offset.Epoch
import org.apache.pekko.actor.typed.ActorRef

class OffsetsSpec extends WorkerSpec {

  private val journal = new Journal(Worker.newJournal())
  private lazy val own = new Worker(journal.url)
  override protected def worker: Worker = own

  private def ask(in: Worker, name: String)(question: ActorRef[Answer] => OffsetsEntity.Command) =
    in.shards.offsets(name).ask[Answer](question(_), in.clusterSettings.askTimeout)

  private def open(name: String, epoch: Epoch, task: Int = 0): Answer =
    Worker.await(ask(worker, name)(new OffsetsEntity.Open(task, epoch, _)))

  private val numbers = new AtomicLong()

  private def advance(name: String, epoch: Epoch, offset: String, task: Int = 0, partition: String = "p"): Answer =
    record(name, epoch, numbers.incrementAndGet(), offset, task, partition)

  private def record(
      name: String,
      epoch: Epoch,
      number: Long,
      offset: String,
      task: Int = 0,
      partition: String = "p"
  ): Answer =
    Worker.await(ask(worker, name)(new OffsetsEntity.Advance(task, epoch, number, changes(partition, offset), _)))

  private def alter(name: String, epoch: Epoch, offset: String): Answer =
    Worker.await(ask(worker, name)(new OffsetsEntity.Alter(epoch, changes("p", offset), Worker.Caller, _)))

  private def reset(name: String, epoch: Epoch): Answer =
    Worker.await(ask(worker, name)(new OffsetsEntity.Reset(epoch, Worker.Caller, _)))

  private def changes(partition: String, offset: String) = java.util.Collections.singletonMap(partition, offset)

  private def read(name: String, partitions: String*): Map[String, String] = readIn(worker, name, partitions)

  private def readIn(in: Worker, name: String, partitions: Seq[String]): Map[String, String] =
    Worker.await(ask(in, name)(new OffsetsEntity.Read(partitions.asJava, _))) match {
      case known: Known => known.offsets.asScala.toMap
      case other => fail(s"no offsets but $other")
    }

  "Offsets" should {

    "be known once they are recorded, those that are asked for" in {
      open("plain", new Epoch(1, 1)) shouldBe a[Recorded]
      advance("plain", new Epoch(1, 1), "10") shouldBe a[Recorded]
      advance("plain", new Epoch(1, 1), "20", partition = "q") shouldBe a[Recorded]

      read("plain", "p", "r") shouldBe Map("p" -> "10")
      read("plain", "p", "q") shouldBe Map("p" -> "10", "q" -> "20")
    }

    "be recorded once when they come again, and not go back when they come late" in {
      open("again", new Epoch(1, 1))
      record("again", new Epoch(1, 1), 1, "10") shouldBe a[Recorded]
      record("again", new Epoch(1, 1), 2, "20") shouldBe a[Recorded]

      record("again", new Epoch(1, 1), 2, "20") shouldBe a[Recorded]
      record("again", new Epoch(1, 1), 1, "10") shouldBe a[Recorded]

      read("again", "p") shouldBe Map("p" -> "20")
      journal.facts("spec/offsets/again").count(_.contains("advanced")) shouldBe 2
    }

    "count anew for the next run" in {
      open("counted", new Epoch(1, 1))
      record("counted", new Epoch(1, 1), 7, "10") shouldBe a[Recorded]
      open("counted", new Epoch(1, 2))

      record("counted", new Epoch(1, 2), 1, "20") shouldBe a[Recorded]

      read("counted", "p") shouldBe Map("p" -> "20")
    }

    "be refused to a run when a later one has begun" in {
      open("fenced", new Epoch(1, 1))
      open("fenced", new Epoch(1, 2)) shouldBe a[Recorded]

      advance("fenced", new Epoch(1, 1), "10") shouldBe a[Fenced]
      open("fenced", new Epoch(1, 1)) shouldBe a[Fenced]
      advance("fenced", new Epoch(1, 2), "20") shouldBe a[Recorded]
      read("fenced", "p") shouldBe Map("p" -> "20")
    }

    "be refused to an earlier life of the connector, however many runs it had" in {
      open("reborn", new Epoch(1, 99))

      open("reborn", new Epoch(2, 1)) shouldBe a[Recorded]
      advance("reborn", new Epoch(1, 99), "10") shouldBe a[Fenced]
      advance("reborn", new Epoch(2, 1), "20") shouldBe a[Recorded]
    }

    "be fenced for each task alone" in {
      open("tasks", new Epoch(1, 1), task = 0)
      open("tasks", new Epoch(1, 5), task = 1)

      advance("tasks", new Epoch(1, 1), "10", task = 0) shouldBe a[Recorded]
    }

    "be forgotten by null" in {
      open("forgetful", new Epoch(1, 1))
      advance("forgetful", new Epoch(1, 1), "10")

      advance("forgetful", new Epoch(1, 1), null) shouldBe a[Recorded]

      read("forgetful", "p") shouldBe Map.empty
    }

    "be changed by hand, and be refused to every run of before from then on" in {
      open("altered", new Epoch(1, 4), task = 0)
      advance("altered", new Epoch(1, 4), "10")

      alter("altered", new Epoch(1, 4), "5") shouldBe a[Recorded]

      read("altered", "p") shouldBe Map("p" -> "5")
      advance("altered", new Epoch(1, 4), "20") shouldBe a[Fenced]
      advance("altered", new Epoch(1, 3), "20", task = 7) shouldBe a[Fenced]
      open("altered", new Epoch(1, 4), task = 7) shouldBe a[Fenced]
      open("altered", new Epoch(1, 5), task = 7) shouldBe a[Recorded]
      advance("altered", new Epoch(1, 5), "20", task = 7) shouldBe a[Recorded]
    }

    "not be changed by hand when a run has begun since" in {
      open("running", new Epoch(1, 5), task = 3)
      advance("running", new Epoch(1, 5), "10", task = 3)

      alter("running", new Epoch(1, 4), "5") shouldBe a[Fenced]
      reset("running", new Epoch(1, 4)) shouldBe a[Fenced]
      read("running", "p") shouldBe Map("p" -> "10")
    }

    "be forgotten by a reset, for every run of before" in {
      open("reset", new Epoch(1, 1))
      advance("reset", new Epoch(1, 1), "10")

      reset("reset", new Epoch(1, 1)) shouldBe a[Recorded]

      read("reset", "p") shouldBe Map.empty
      advance("reset", new Epoch(1, 1), "20") shouldBe a[Fenced]
    }

    "be listed as a whole, however many they are" in {
      open("many", new Epoch(1, 1))
      val many = (0 until 3000).map(number => f"partition with a long name $number%04d" -> "x" * 60).toMap
      Worker.await(ask(worker, "many")(new OffsetsEntity.Advance(0, new Epoch(1, 1), 1, many.asJava, _)))

      val all = WholeOffsets.reader(worker.shards.offsets("many"), worker.clusterSettings).all()

      all.asScala.toMap shouldBe many
      all.keySet.asScala.toSeq shouldBe many.keys.toSeq.sorted
      Worker.await(ask(worker, "many")(new OffsetsEntity.ListAfter(null, _))) match {
        case page: Known => page.offsets.size should be < 1500
        case other => fail(s"no page but $other")
      }
    }

    "survive in a snapshot when their oldest facts are gone" in {
      open("long", new Epoch(1, 1))
      (1 to 1000)
        .map { number =>
          ask(worker, "long")(
            new OffsetsEntity.Advance(0, new Epoch(1, 1), number + 1, changes(s"p${number % 3}", s"$number"), _)
          )
        }
        .foreach(Worker.await(_))

      eventually(journal.facts("spec/offsets/long").size should be < 700)
      journal.snapshots("spec/offsets/long") should not be empty
      open("long names", new Epoch(1, 1))
      advance("long names", new Epoch(1, 1), "10", partition = "x" * 60_000) shouldBe a[Recorded]
      worker.leave()
      val next = new Worker(journal.url)
      try {
        readIn(next, "long names", Seq("x" * 60_000)) shouldBe Map("x" * 60_000 -> "10")
        readIn(next, "long", Seq("p0", "p1", "p2")) shouldBe Map("p0" -> "999", "p1" -> "1000", "p2" -> "998")
        Worker.await(
          ask(next, "long")(new OffsetsEntity.Advance(0, new Epoch(1, 0), 1, changes("p0", "0"), _))
        ) shouldBe a[Fenced]
      } finally next.leave()
    }
  }
}
