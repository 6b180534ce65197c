package io.troupe.cluster

import java.util.concurrent.CompletableFuture.{completedFuture, failedFuture}
import java.util.concurrent.{CompletableFuture, ConcurrentHashMap, ConcurrentLinkedQueue}
import java.util.regex.Pattern
import java.util.{Collection => JCollection, Map => JMap, Optional}

import scala.jdk.CollectionConverters._

import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}
import io.troupe.worker.kafka.SinkGroup
import org.apache.kafka.common.config.ConfigException
import org.apache.kafka.common.errors.TimeoutException

/** Seats that tasks which are not there any more have left taken in their consumer group. */
class FormerSeatsSpec extends WorkerSpec {

  /** The seat of each task has its number; who sits there stays until it is removed. */
  private final class Group extends SinkGroup {
    @volatile var seats: Map[Int, String] = Map.empty
    @volatile var away = false
    val removed = new ConcurrentLinkedQueue[Map[String, String]]
    override def coverage(topics: JCollection[String]) = failedFuture[SinkGroup.Coverage](new TimeoutException)
    override def coverage(topics: Pattern) = failedFuture[SinkGroup.Coverage](new TimeoutException)
    override def claim(task: Int): Unit = ()
    override def vacate(task: Int): CompletableFuture[Void] = failedFuture(new TimeoutException)
    override def seated(from: Int): CompletableFuture[JMap[String, String]] =
      if (away) failedFuture(new TimeoutException("no coordinator"))
      else completedFuture(seats.collect { case (task, who) if task >= from => task.toString -> who }.asJava)
    override def vacate(seated: JMap[String, String]): CompletableFuture[Void] = {
      removed.add(seated.asScala.toMap)
      completedFuture(null)
    }
  }

  private val groups = new ConcurrentHashMap[String, Group]
  private def group(name: String): Group = groups.computeIfAbsent(name, _ => new Group)

  private lazy val own = new Worker(
    Worker.newJournal(),
    groups = Some { (name, _) =>
      if (name.startsWith("unknown")) throw new ConfigException("no such provider") else Optional.of(group(name))
    }
  )
  override protected def worker: Worker = own

  private def removed(name: String): Seq[Map[String, String]] = group(name).removed.asScala.toSeq

  "A plan of fewer tasks" should {
    "have the seats of those that are over emptied, once they are" in {
      running("shrunk", tasks = 3)
      group("shrunk").seats = Map(0 -> "a", 1 -> "b", 2 -> "c")
      val last = Probe.of("shrunk-2")
      last.block(Point.TASK_STOP)
      configure("shrunk", "tasks" -> "2")
      eventually(last.blocked shouldBe 1)
      removed("shrunk") shouldBe empty
      last.open(Point.TASK_STOP)
      eventually(removed("shrunk") shouldBe Seq(Map("2" -> "c")))
    }

    "have the seat of one emptied that was given up" in {
      running("unmoved", tasks = 2)
      group("unmoved").seats = Map(0 -> "a", 1 -> "b")
      val last = Probe.of("unmoved-1")
      last.block(Point.TASK_STOP)
      configure("unmoved", "tasks" -> "1")
      eventually(removed("unmoved") shouldBe Seq(Map("1" -> "b")))
      last.blocked shouldBe 1
      last.open(Point.TASK_STOP)
    }

    "leave a group alone where nobody sits" in {
      running("tidy", tasks = 2)
      group("tidy").seats = Map(0 -> "a")
      configure("tidy", "tasks" -> "1")
      eventually(taskStates("tidy") shouldBe Seq(RunState.RUNNING))
      retarget("tidy", TargetState.STOPPED)
      eventually(removed("tidy") shouldBe Seq(Map("0" -> "a")))
    }
  }

  "A deleted connector" should {
    "have all its seats emptied, and those of its namesake that it does not need" in {
      running("namesake", tasks = 3)
      group("namesake").seats = Map(0 -> "a", 1 -> "b", 2 -> "c")
      Worker.await(worker.door.delete("namesake", Worker.Caller))
      eventually(removed("namesake") shouldBe Seq(Map("0" -> "a", "1" -> "b", "2" -> "c")))
      group("namesake").removed.clear()
      create("namesake", "tasks" -> "1")
      eventually(removed("namesake") shouldBe Seq(Map("1" -> "b", "2" -> "c")))
    }
  }

  "A group that cannot be asked, or is not found" should {
    "hold nothing up" in {
      for (name <- Seq("unknown-group", "mute-group")) {
        group(name).away = true
        running(name, tasks = 2)
        configure(name, "tasks" -> "1")
        eventually(taskStates(name) shouldBe Seq(RunState.RUNNING))
        Worker.await(worker.door.delete(name, Worker.Caller))
        find(name) shouldBe None
      }
    }
  }
}
