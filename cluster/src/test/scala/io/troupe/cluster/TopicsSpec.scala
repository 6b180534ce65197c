package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.connector.ConnectorCommand
import io.troupe.persistence.connector.{RunState, TargetState}

/** Which topics a connector is known to use. */
class TopicsSpec extends WorkerSpec {

  "Topics" should {

    "be listed once a record is there, and stay so over a restart and a stop" in {
      running("topics-used", tasks = 2)
      eventually(topics("topics-used") shouldBe Seq("counts"))

      Worker.await(worker.door.restart("topics-used", true, false, Worker.Caller))
      topics("topics-used") shouldBe Seq("counts")
      retarget("topics-used", TargetState.STOPPED)
      eventually(state("topics-used") shouldBe RunState.STOPPED)
      topics("topics-used") shouldBe Seq("counts")
    }

    "be listed anew after a reset while the connector runs" in {
      running("topics-reset", tasks = 1)
      for (_ <- 1 to 3) {
        eventually(topics("topics-reset") shouldBe Seq("counts"))
        Worker.await(worker.door.resetTopics("topics-reset", Worker.Caller)) shouldBe empty
      }
      eventually(topics("topics-reset") shouldBe Seq("counts"))
    }

    "stay unlisted after a reset while no record comes, however often the task is reminded" in {
      running("topics-resting", tasks = 1)
      eventually(topics("topics-resting") shouldBe Seq("counts"))
      retarget("topics-resting", TargetState.PAUSED)
      eventually(taskStates("topics-resting") shouldBe Seq(RunState.PAUSED))
      Worker.await(worker.door.resetTopics("topics-resting", Worker.Caller))

      reminded("topics-resting")
      topics("topics-resting") shouldBe empty

      retarget("topics-resting", TargetState.STARTED)
      eventually(topics("topics-resting") shouldBe Seq("counts"))
    }

    "not come back by a report of before the reset" in {
      running("topics-late", tasks = 1)
      retarget("topics-late", TargetState.STOPPED)
      Worker.await(worker.door.resetTopics("topics-late", Worker.Caller))

      use("topics-late", resets = 0, "old")
      use("topics-late", resets = 1, "new")

      eventually(topics("topics-late") shouldBe Seq("new"))
    }

    "belong to one life of the connector, and to none that does not exist" in {
      running("topics-gone", tasks = 1)
      eventually(topics("topics-gone") shouldBe Seq("counts"))

      Worker.await(worker.door.delete("topics-gone", Worker.Caller))

      topics("topics-gone") shouldBe empty
      Worker.await(worker.door.resetTopics("topics-gone", Worker.Caller)) shouldBe empty
      Worker.await(worker.door.create("topics-gone", config("topics-gone"), TargetState.STOPPED, Worker.Caller))
      topics("topics-gone") shouldBe empty
    }

    "be as many as one message holds, and none of them in other answers" in {
      running("topics-crowded", tasks = 1)
      val many = (0 until 3000).map(number => f"a-topic-with-a-long-name-$number%08d-$number%020d")

      use("topics-crowded", resets = 0, many: _*)

      eventually(topics("topics-crowded").size should (be > 2000 and be < 3000))
      view("topics-crowded").state.topics.names.asScala shouldBe empty
    }
  }

  private def topics(name: String): Seq[String] = Worker.await(worker.door.topics(name)).asScala.toSeq

  private def use(name: String, resets: Long, topics: String*): Unit =
    worker.shards.connector(Incarnations.of(worker, name)).tell(new ConnectorCommand.UseTopics(resets, topics.asJava))

  /** The connector has reminded its tasks more than once since. */
  private def reminded(name: String): Unit = {
    val until = System.nanoTime() + 3 * worker.clusterSettings.reconcileInterval.toNanos
    eventually(System.nanoTime() should be > until)
    find(name) should not be empty
  }
}
