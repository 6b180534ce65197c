package io.troupe.worker.sink

import io.troupe.worker.health.{Checkup, Condition}
import io.troupe.worker.kafka.SinkGroup.Coverage
import io.troupe.worker.task.TaskLoop.End
import org.apache.kafka.common.errors.{GroupAuthorizationException, TimeoutException}
import org.apache.kafka.common.{Node, PartitionInfo, TopicPartition}
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletableFuture.{completedFuture, failedFuture}
import java.util.{Set => JSet}
import scala.jdk.CollectionConverters._

/** Partitions of a subscription that are nobody's, and seats that nobody needs. */
class SinkGroupSpec extends AnyWordSpec with Matchers {

  private val C = new TopicPartition("t", 2)
  private val D = new TopicPartition("u", 5)

  private def covered(missing: TopicPartition*) = completedFuture(new Coverage(true, missing.toSet.asJava))

  /** Looks in every turn. */
  private def stage(tasks: Int = 2) =
    new SinkStage(metadataMaxAge = Duration.ZERO, connector = Map("tasks.max" -> tasks.toString))

  private def known(stage: SinkStage, partitions: Int): Unit = {
    val nobody = Node.noNode
    val infos = (0 until partitions).map(new PartitionInfo("t", _, nobody, Array(nobody), Array(nobody)))
    stage.consumer.updatePartitions("t", infos.asJava)
  }

  private def deeds(stage: SinkStage): Seq[String] = stage.log.take().filterNot(_.startsWith("put"))

  "A sink whose group leaves partitions to nobody" should {
    "learn of the last one of each topic, and make the group begin anew, until nothing is missing" in {
      val it = stage()
      val loop = it.started()
      it.coverage = () => covered(C, D)
      loop.turn()
      loop.turn()
      val seen = deeds(it)
      seen.head shouldBe "look at t"
      seen(1) should (be("look for t-2,u-5") or be("look for u-5,t-2"))
      seen(2) shouldBe "rejoin"
      it.coverage = () => covered()
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) should not contain "rejoin"
    }

    "count as degraded meanwhile, with a figure" in {
      val it = stage()
      val loop = it.started()
      val checkup = new Checkup(it.metrics.vitals, new Checkup.Limits(Duration.ofMinutes(1), Duration.ofMinutes(1)))
      def wrong = checkup.look(System.nanoTime(), Checkup.NO_TURN).conditions.asScala.map(_.kind)
      it.coverage = () => covered(C, D)
      (1 to 2).foreach(_ => loop.turn())
      wrong shouldBe Seq(Condition.Kind.UNREAD)
      it.metrics.sink.unread shouldBe 2
      it.coverage = () => covered()
      (1 to 4).foreach(_ => loop.turn())
      wrong shouldBe empty
      it.metrics.sink.unread shouldBe 0
    }

    "wait while the group is not settled" in {
      val it = stage()
      val loop = it.started()
      it.coverage = () => completedFuture(new Coverage(false, JSet.of(C)))
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) should not contain "rejoin"
    }

    "give up when that changes nothing, and try again when something else is missing" in {
      val it = stage()
      val loop = it.started()
      it.coverage = () => covered(C)
      (1 to 40).foreach(_ => loop.turn())
      deeds(it).count(_ == "rejoin") shouldBe 5
      it.coverage = () => covered(C, D)
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) should contain("rejoin")
    }
  }

  "A sink that asks what its group consumes" should {
    "not wait for the answer, nor believe one from before an assignment" in {
      val it = stage()
      val loop = it.started()
      val answer = new CompletableFuture[Coverage]
      it.coverage = () => answer
      loop.turn()
      loop.turn()
      it.consumer.lastPollTimeout shouldBe Duration.ofMillis(200)
      deeds(it).count(_ == "look at t") shouldBe 1
      it.assigned(it.A)
      loop.turn()
      it.coverage = () => covered()
      answer.complete(new Coverage(true, JSet.of(C)))
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) should not contain "rejoin"
    }

    "ask no more when it may not, and again when it was not answered" in {
      val it = stage()
      val loop = it.started()
      it.coverage = () => failedFuture(new TimeoutException("no coordinator"))
      (1 to 4).foreach(_ => loop.turn())
      deeds(it).count(_ == "look at t") should be > 1
      it.coverage = () => failedFuture(GroupAuthorizationException.forGroupId("connect-orders"))
      loop.turn()
      loop.turn()
      it.log.take()
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) shouldBe empty
    }

    "look soon after an assignment, and then less and less often" in {
      val it = new SinkStage(metadataMaxAge = Duration.ofMinutes(5))
      val loop = it.started()
      loop.turn()
      it.consumer.lastPollTimeout should (be <= Duration.ofSeconds(2) and be > Duration.ofSeconds(1))
      deeds(it) shouldBe empty
    }
  }

  "The only task of a sink" should {
    "see by itself that it has everything" in {
      val it = stage(tasks = 1)
      known(it, 2)
      val loop = it.started()
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) shouldBe empty
    }

    "be put nothing because its wait for records was cut short" in {
      val it = stage(tasks = 1)
      known(it, 2)
      val loop = it.started()
      (1 to 4).foreach(_ => loop.turn())
      it.log.take() shouldBe empty
      it.give(it.A, "a")
      loop.turn()
      it.log.take() shouldBe Seq("put [a]")
    }

    "ask when it has not" in {
      val it = stage(tasks = 1)
      known(it, 3)
      val loop = it.started()
      it.coverage = () => covered(C)
      loop.turn()
      loop.turn()
      deeds(it) shouldBe Seq("look at t", "look for t-2", "rejoin")
    }

    "make its group begin anew when it may not ask" in {
      val it = stage(tasks = 1)
      known(it, 3)
      val loop = it.started()
      it.coverage = () => failedFuture(GroupAuthorizationException.forGroupId("connect-orders"))
      (1 to 4).foreach(_ => loop.turn())
      deeds(it) should contain("rejoin")
    }
  }

  "A sink that ends" should {
    for (
      (end, operation) <- Seq(
        End.HANDED_OVER -> "DEFAULT",
        End.REVISED -> "LEAVE_GROUP",
        End.FOR_GOOD -> "LEAVE_GROUP",
        End.FAILED -> "LEAVE_GROUP"
      )
    ) s"${operation.toLowerCase} when it is $end" in {
      val it = new SinkStage
      it.started().stop(end)
      it.log.take().last shouldBe s"leave $operation"
    }

    "be removed when it was still about to join" in {
      for (end <- Seq(End.FOR_GOOD, End.FAILED)) {
        val it = new SinkStage
        val loop = it.started()
        it.memberId = ""
        loop.stop(end)
        it.log.take().takeRight(2) shouldBe Seq("leave LEAVE_GROUP", "vacate 0")
      }
    }

    "not be removed where another run takes its seat" in {
      for (end <- Seq(End.HANDED_OVER, End.REVISED)) {
        val it = new SinkStage
        val loop = it.started()
        it.memberId = ""
        loop.stop(end)
        it.log.take().last should startWith("leave")
      }
    }

    "not be removed before it ever tried to join" in {
      val it = new SinkStage
      val loop = it.loop(new it.Task)
      it.memberId = ""
      loop.start()
      loop.stop(End.FOR_GOOD)
      it.log.take().last shouldBe "leave LEAVE_GROUP"
    }
  }
}
