package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.connector.ConnectorEntity
import io.troupe.persistence.connector.{RunState, TargetState}

/** Which topics a connector is known to use. */
class TopicsSpec extends WorkerSpec {

  "Topics" should {

    "be listed once a record is there, and stay so over a restart and a stop" in {
      running("used", tasks = 2)
      eventually(topics("used") shouldBe Seq("counts"))

      Worker.await(worker.door.restart("used", true, false, Worker.Caller))
      topics("used") shouldBe Seq("counts")
      retarget("used", TargetState.STOPPED)
      eventually(state("used") shouldBe RunState.STOPPED)
      topics("used") shouldBe Seq("counts")
    }

    "be listed anew after a reset while the connector runs" in {
      running("reset", tasks = 1)
      for (_ <- 1 to 3) {
        eventually(topics("reset") shouldBe Seq("counts"))
        Worker.await(worker.door.resetTopics("reset", Worker.Caller)) shouldBe empty
      }
      eventually(topics("reset") shouldBe Seq("counts"))
    }

    "stay unlisted after a reset while no record comes, however often the task is reminded" in {
      running("resting", tasks = 1)
      eventually(topics("resting") shouldBe Seq("counts"))
      retarget("resting", TargetState.PAUSED)
      eventually(taskStates("resting") shouldBe Seq(RunState.PAUSED))
      Worker.await(worker.door.resetTopics("resting", Worker.Caller))

      reminded("resting")
      topics("resting") shouldBe empty

      retarget("resting", TargetState.STARTED)
      eventually(topics("resting") shouldBe Seq("counts"))
    }

    "not come back by a report of before the reset" in {
      running("late", tasks = 1)
      retarget("late", TargetState.STOPPED)
      Worker.await(worker.door.resetTopics("late", Worker.Caller))

      use("late", resets = 0, "old")
      use("late", resets = 1, "new")

      eventually(topics("late") shouldBe Seq("new"))
    }

    "belong to one life of the connector, and to none that does not exist" in {
      running("gone", tasks = 1)
      eventually(topics("gone") shouldBe Seq("counts"))

      Worker.await(worker.door.delete("gone", Worker.Caller))

      topics("gone") shouldBe empty
      Worker.await(worker.door.resetTopics("gone", Worker.Caller)) shouldBe empty
      Worker.await(worker.door.create("gone", config("gone"), TargetState.STOPPED, Worker.Caller))
      topics("gone") shouldBe empty
    }

    "be as many as one message holds, and none of them in other answers" in {
      running("crowded", tasks = 1)
      val many = (0 until 3000).map(number => f"a-topic-with-a-long-name-$number%08d-$number%020d")

      use("crowded", resets = 0, many: _*)

      eventually(topics("crowded").size should (be > 2000 and be < 3000))
      view("crowded").state.topics.names.asScala shouldBe empty
    }
  }

  private def topics(name: String): Seq[String] = Worker.await(worker.door.topics(name)).asScala.toSeq

  private def use(name: String, resets: Long, topics: String*): Unit =
    worker.shards.connector(Incarnations.of(worker, name)).tell(new ConnectorEntity.UseTopics(resets, topics.asJava))

  /** The connector has reminded its tasks more than once since. */
  private def reminded(name: String): Unit = {
    val until = System.nanoTime() + 3 * worker.clusterSettings.reconcileInterval.toNanos
    eventually(System.nanoTime() should be > until)
    find(name) should not be empty
  }
}
