package io.troupe.node

import java.nio.file.{Files, Path}
import java.util.concurrent.TimeUnit
import java.util.{Map => JMap}
import org.apache.kafka.clients.admin.{Admin, NewPartitions}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.serialization.StringSerializer
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Sinks with a task on each of three workers, whose workers are killed: one with the classic group protocol and one
  * with the consumer protocol.
  */
class SinkGroupStorySlowSpec extends CompanyStory {

  override def company = "sink-group"

  private val names = Seq("classic", "modern")

  /** How long after the restart of its task a partition may wait, in milliseconds. */
  private val limit = 10000L

  /** Much less than the session of a member that says nothing, 45,000 ms. */
  private val sessionSpared = 30000L

  private val coordinator = "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator"

  private lazy val clients = client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava
  private lazy val admin = Admin.create(clients)
  private lazy val workers = startAll()
  private var left: Seq[Program] = Seq.empty

  override protected def afterAll(): Unit =
    try admin.close()
    finally super.afterAll()

  private def folderOf(sink: String): Path = Files.createDirectories(home.resolve(sink))

  private def read(sink: String): Map[TopicPartition, Seq[Tick]] = Ticks.taken(folderOf(sink))

  /** What a sink and its tasks noted by now. */
  private def notes(sink: String): Seq[Run] = Run.read(folderOf(sink).resolve("runs.txt"))

  /** When tasks of a sink began after that. */
  private def startsAfter(sink: String, since: Long): Seq[Long] =
    notes(sink).filter(it => it.start && it.task != "-" && it.millis > since).map(_.millis)

  /** A record for each partition. */
  private def fill(topics: (String, Int)*): Unit =
    Using.resource(new KafkaProducer(clients, new StringSerializer, new StringSerializer)) { producer =>
      val records = topics.flatMap { case (topic, count) =>
        (0 until count).map(it => new ProducerRecord(topic, Int.box(it), "", "text"))
      }
      records.map(producer.send(_)).foreach(_.get(30, TimeUnit.SECONDS))
    }

  /** How many partitions each member has. */
  private def members(sink: String): Seq[Int] = {
    val group = s"connect-$sink"
    val described = admin.describeConsumerGroups(java.util.List.of(group)).all().get(30, TimeUnit.SECONDS).get(group)
    described.members().asScala.map(_.assignment().topicPartitions().size).toSeq.sorted
  }

  /** Whose consumer has given out the partitions of the group last. */
  private def leader(sink: String): Program = {
    val gives = s"groupId=connect-$sink\\] Finished assignment for group at generation (\\d+)".r
    workers.maxBy(it => gives.findAllMatchIn(it.output).map(_.group(1).toInt).maxOption.getOrElse(-1))
  }

  private def workerOf(sink: String, task: Int): Program = {
    val id = left.head.rest.get(s"/connectors/$sink/status").body.path("tasks").path(task).path("worker_id").asText()
    left.find(it => s"${it.address.getHost}:${it.address.getPort}" == id).getOrElse(fail(s"no worker is $id"))
  }

  /** The others carry on. */
  private def kill(worker: Program): Long = {
    left = left.filterNot(_ == worker)
    val now = System.currentTimeMillis()
    worker.kill()
    now
  }

  /** When every partition had something that was read after that. */
  private def allRead(sink: String, since: Long, partitions: Int): Long = {
    val firsts = read(sink).values.flatMap(_.map(_.millis).find(_ > since)).toSeq
    withClue(s"$sink: ")(firsts should have size partitions.toLong)
    firsts.max
  }

  "Sinks with a task on each of three workers" should {

    "read whatever came while the worker with the group's leader is gone, soon after its task is back" in {
      createTopic("news-1", 3)
      left = workers
      val first = left.head.rest
      first.put(s"/admin/loggers/$coordinator?scope=cluster", Rest.json(Map("level" -> "INFO"))).status shouldBe 204
      sink(first, "classic", 3, folderOf("classic"), "topics.regex" -> "news-.*").status shouldBe 201
      sink(
        first,
        "modern",
        3,
        folderOf("modern"),
        "topics.regex" -> "news-.*",
        "consumer.override.group.protocol" -> "consumer"
      ).status shouldBe 201
      for (name <- names) eventually {
        seats(first, name).values.toSeq shouldBe Seq(1, 1, 1)
        members(name) shouldBe Seq(1, 1, 1)
      }
      fill("news-1" -> 3)
      names.foreach(name => eventually(read(name) should have size 3))

      val gone = leader("classic")
      gone.output should include("Finished assignment for group at generation")
      val killed = kill(gone)
      admin.createPartitions(JMap.of("news-1", NewPartitions.increaseTo(5))).all().get(30, TimeUnit.SECONDS)
      createTopic("news-2", 2)
      fill("news-1" -> 5, "news-2" -> 2)

      for (name <- names) {
        val done = eventually(allRead(name, killed, 7))
        left.head.rest.states(name) shouldBe "RUNNING: RUNNING, RUNNING, RUNNING"
        val back = startsAfter(name, killed)
        say(s"$name: ${back.map(_ - killed).mkString(", ")} ms until back, ${done - killed} ms until all was read")
        back should not be empty
        done - back.max should be < limit
        eventually(members(name).sum shouldBe 7)
      }
    }

    "read what a task had that died with its worker while it was about to end" in {
      val worker = workerOf("classic", 2)
      Files.createFile(folderOf("classic").resolve("hold-2"))
      val fewer = Rest.json(left.head.rest.config("classic") + ("tasks.max" -> "2"))
      left.head.rest.put("/connectors/classic/config", fewer).status shouldBe 200
      eventually(notes("classic").filterNot(_.start).map(_.task) should contain("2"))
      val killed = kill(worker)
      fill("news-1" -> 5, "news-2" -> 2)
      for (name <- names) {
        val done = eventually(allRead(name, killed, 7))
        say(s"$name: ${done - killed} ms until what was left over was read")
        done - killed should be < sessionSpared
      }
      eventually {
        members("classic") should have size 2
        members("classic").sum shouldBe 7
      }
    }
  }
}
