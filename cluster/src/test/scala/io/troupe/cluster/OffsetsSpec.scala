package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.offset.OffsetsEntity
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

  private def advance(name: String, epoch: Epoch, offset: String, task: Int = 0, partition: String = "p"): Answer =
    Worker.await(ask(worker, name)(new OffsetsEntity.Advance(task, epoch, changes(partition, offset), _)))

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

    "survive in a snapshot when their oldest facts are gone" in {
      open("long", new Epoch(1, 1))
      (1 to 1000)
        .map { number =>
          ask(worker, "long")(new OffsetsEntity.Advance(0, new Epoch(1, 1), changes(s"p${number % 3}", s"$number"), _))
        }
        .foreach(Worker.await(_))

      eventually(journal.facts("spec/offsets/long").size should be < 700)
      journal.snapshots("spec/offsets/long") should not be empty
      worker.leave()
      val next = new Worker(journal.url)
      try {
        readIn(next, "long", Seq("p0", "p1", "p2")) shouldBe Map("p0" -> "999", "p1" -> "1000", "p2" -> "998")
        Worker.await(
          ask(next, "long")(new OffsetsEntity.Advance(0, new Epoch(1, 0), changes("p0", "0"), _))
        ) shouldBe a[Fenced]
      } finally next.leave()
    }
  }
}
