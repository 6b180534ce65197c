package io.troupe.cluster

import scala.concurrent.duration._

import io.troupe.cluster.connector.ConnectorCommand
import io.troupe.cluster.offset.OffsetsEntity
import io.troupe.persistence.connector.TargetState
import io.troupe.persistence.offset.Epoch
import org.apache.pekko.actor.typed.ActorRef

/** What people did is kept; how things went, for a while. */
class HistorySpec extends WorkerSpec {

  private val journal = new Journal(Worker.newJournal())
  private lazy val own = new Worker(journal.url)
  override protected def worker: Worker = own

  private def facts(id: String, kind: String = ""): Int =
    journal.facts(s"spec/$id").count(_.contains(s""""type":"$kind"""))

  private def happen(name: String, times: Int): Unit = {
    val entity = worker.shards.connector(Incarnations.of(worker, name))
    (1 to times).foreach { number =>
      entity.tell(new ConnectorCommand.UseTopics(view(name).state.topics.resets, java.util.List.of(s"topic-$number")))
    }
  }

  "The journal of a connector" should {

    "keep its configurations, and some hundred of its statuses" in {
      running("busy", tasks = 1)
      configure("busy", "tasks" -> "1", "note" -> "second")
      retarget("busy", TargetState.PAUSED)
      happen("busy", 2000)
      eventually(timeout(30.seconds))(Worker.await(worker.door.topics("busy")).size should be >= 2000)

      eventually(facts("connector/busy@", "topics-used") should (be >= 400 and be <= 700))
      eventually(facts("connector/busy@") should be < 700)
      facts("connector/busy@", "created") shouldBe 1
      facts("connector/busy@", "configured") shouldBe 1
      facts("connector/busy@", "retargeted") shouldBe 1
    }

    "keep what people did when it is deleted, and nothing else" in {
      running("gone", tasks = 2)
      configure("gone", "tasks" -> "2", "note" -> "second")
      facts("connector/gone@", "task-") should be > 0

      Worker.await(worker.door.delete("gone", Worker.Caller))

      eventually(facts("connector/gone@") shouldBe 3)
      facts("connector/gone@", "created") shouldBe 1
      facts("connector/gone@", "configured") shouldBe 1
      facts("connector/gone@", "deleted") shouldBe 1
      find("gone") shouldBe None
    }

    "keep the offsets that somebody set" in {
      def ask(question: ActorRef[OffsetsEntity.Answer] => OffsetsEntity.Command) =
        worker.shards.offsets("set").ask[OffsetsEntity.Answer](question(_), worker.clusterSettings.askTimeout)
      def changes(offset: Int) = java.util.Collections.singletonMap("p", offset.toString)
      Worker.await(ask(new OffsetsEntity.Alter(new Epoch(1, 0), changes(7), Worker.Caller, _)))
      Worker.await(ask(new OffsetsEntity.Open(0, new Epoch(1, 1), _)))
      (1 to 1200).grouped(100).foreach { some =>
        some
          .map(number => ask(new OffsetsEntity.Advance(0, new Epoch(1, 1), number.toLong, changes(number), _)))
          .foreach(Worker.await(_))
      }

      eventually(facts("offsets/set") should be < 750)
      facts("offsets/set", "altered") shouldBe 1
    }
  }
}
