package io.troupe.node

import io.troupe.node.stage.{Stage, StageSource}
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, StandardOpenOption}
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.{CountDownLatch, TimeUnit}
import org.apache.kafka.connect.source.{SourceRecord, SourceTaskContext, TransactionContext}
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Whatever happens to an exactly-once source, whoever reads what was committed sees each of its records once. */
class ExactlyOnceStorySpec extends StagedStory("exactly-once") {

  override protected def workerSettings: Map[String, String] =
    Map("exactly.once.source.support" -> "enabled", "task.shutdown.graceful.timeout.ms" -> "1500")

  private val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  private val released = new CountDownLatch(1)

  override protected def afterAll(): Unit = {
    released.countDown()
    super.afterAll()
  }

  private def committed(topic: String): Seq[String] =
    Using
      .resource(new TopicReader(topic, client + ("isolation.level" -> "read_committed")))(_.records)
      .map(it => new String(it.value(), UTF_8))

  /** Records that say their number. */
  private def numbered(topic: String, numbers: Int*): java.util.List[SourceRecord] =
    numbers.map(n => record(topic, n, n.toString)).asJava

  private def context(stage: Stage): SourceTaskContext =
    stage.calls("start").asScala.last.argument().asInstanceOf[SourceTaskContext]

  private def storedNumber(stage: Stage): Option[Long] =
    Option(context(stage).offsetStorageReader().offset(java.util.Map.of("from", "stage")))
      .map(_.get("number").asInstanceOf[Long])

  /** A source whose polls give this, one after the other, and then nothing. */
  private def polls(name: String)(gives: (() => java.util.List[SourceRecord])*): Stage = {
    val count = new AtomicInteger()
    Stage.open(name, script { case "poll" => _ => gives.lift(count.getAndIncrement()).map(_()).orNull })
  }

  private def told(stage: Stage): Seq[String] = stage.calls().asScala.toSeq.collect {
    case call if call.name().startsWith("commitRecord") =>
      s"${call.name()} ${call.argument().asInstanceOf[SourceRecord].value()}"
    case call if call.name() == "commit" && call.thread().startsWith("task-thread-") => "commit"
  }

  "A worker that is killed again and again" should {
    "write each line of a file once, in order" in {
      val count = 40000
      val own = Files.createDirectories(home.resolve("killed"))
      val input = Files.writeString(own.resolve("input.txt"), lines(count))
      val settings =
        workerProperties(broker.bootstrapServers(), own) ++ workerSettings ++ Map("group.id" -> "killed")
      val file = Story.propertiesFile(own.resolve("worker.properties"), settings)
      def worker(start: Int) =
        Program.troupe(distribution, own.resolve(s"worker-$start.log"), "worker", file.toString)
      val config = Seq("file" -> input.toString, "topic" -> "killed", "batch.size" -> "50", text)

      Using.resource(new TopicReader("killed", client + ("isolation.level" -> "read_committed"))) { reader =>
        for (round <- 1 to 5) {
          val program = worker(round)
          if (round == 1) {
            val created = program.rest.create("load", ("connector.class" -> "FileStreamSource") +: config: _*)
            withClue(created.text)(created.status shouldBe 201)
          }
          eventually(reader.records.size should be >= count * round / 7)
          program.kill()
          reader.records.size should be < count
        }
        val last = worker(6)
        try
          eventually {
            // FileStreamSource keeps the lines behind a full batch to itself until the file grows.
            Files.writeString(input, "end\n", StandardOpenOption.APPEND)
            reader.records.size should be > count
          }
        finally last.terminate()
        val values = reader.records.map(it => new String(it.value(), UTF_8)).takeWhile(_ != "end")
        values.mkString("", "\n", "\n") shouldBe lines(count)
      }
    }
  }

  "A source that says itself where transactions end" should {
    "have those records committed that it wants, and go on behind those it does not" in {
      def transaction(stage: => Stage): TransactionContext = context(stage).transactionContext()
      lazy val stage: Stage = polls("own")(
        () => { transaction(stage).commitTransaction(); numbered("own", 0, 1) },
        () => { transaction(stage).abortTransaction(); numbered("own", 2, 3) },
        () => {
          val records = numbered("own", 4, 5, 6, 7)
          transaction(stage).abortTransaction(records.get(1))
          transaction(stage).commitTransaction(records.get(2))
          records
        }
      )
      stage
      source("own", text, "transaction.boundary" -> "connector")
      eventually(told(stage).count(_ == "commit") shouldBe 4)
      committed("own") shouldBe Seq("0", "1", "6")
      told(stage) shouldBe Seq("commitRecord 0", "commitRecord 1", "commit") ++
        Seq("commitRecord without metadata 2", "commitRecord without metadata 3", "commit") ++
        Seq("commitRecord without metadata 4", "commitRecord without metadata 5", "commit") ++
        Seq("commitRecord 6", "commit")
      figure("source-task-metrics", "transaction-size-max", "own") shouldBe Some(2.0)

      rest.put("/connectors/own/pause").status shouldBe 202
      eventually(state("own") shouldBe "PAUSED: PAUSED")
      rest.delete("/connectors/own").status shouldBe 204
      eventually(stage.count("stop") shouldBe 1)
      committed("own") shouldBe Seq("0", "1", "6")
      told(stage).last shouldBe "commit"

      val next = polls("own")()
      source("own", text, "transaction.boundary" -> "connector")
      eventually(storedNumber(next) shouldBe Some(6L))
    }
  }

  "A source" should {
    "find no transactions to end when it is not up to it" in {
      val stage = polls("plain")(() => numbered("plain", 0))
      source("plain", text)
      eventually(told(stage).headOption shouldBe Some("commitRecord 0"))
      context(stage).transactionContext() shouldBe null
      eventually(storedNumber(stage) shouldBe Some(0L))
    }

    "commit what is open when it is paused" in {
      val stage = polls("paused")(() => numbered("paused", 0), () => numbered("paused", 1))
      source("paused", text, "transaction.boundary" -> "interval", "transaction.boundary.interval.ms" -> "600000")
      eventually(stage.count("poll") should be > 2L)
      committed("paused") shouldBe empty
      rest.put("/connectors/paused/pause").status shouldBe 202
      eventually(told(stage) shouldBe Seq("commitRecord 0", "commitRecord 1", "commit"))
      committed("paused") shouldBe Seq("0", "1")
    }

    "commit nothing of a transaction in which it failed" in {
      val stage = polls("fails")(() => numbered("fails", 0), () => throw new IllegalStateException("on purpose"))
      source("fails", text, "transaction.boundary" -> "interval", "transaction.boundary.interval.ms" -> "600000")
      eventually(state("fails") shouldBe "RUNNING: FAILED")
      eventually(stage.count("stop") shouldBe 1)
      told(stage) shouldBe empty
      val again = polls("fails")(() => numbered("fails", 0))
      rest.put("/connectors/fails/config", configured("fails", "transaction.boundary" -> "poll")).status shouldBe 200
      eventually(told(again).headOption shouldBe Some("commitRecord 0"))
      committed("fails") shouldBe Seq("0")
    }
  }

  private def configured(name: String, more: (String, String)*): String = {
    val settings = Map("connector.class" -> classOf[StageSource].getName, Stage.SETTING -> name, text) ++ more
    new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(settings.asJava)
  }

  private def block(): Unit = { released.await(5, TimeUnit.MINUTES); () }

  "A task that never returns" should {

    lazy val zombie = polls("zombie")(
      () => numbered("zombie", 0, 1),
      () => { block(); numbered("zombie", 2, 3) }
    )
    lazy val successor = polls("zombie")(() => numbered("zombie", 0, 1))

    "have its open transaction aborted when its successor begins" in {
      zombie
      source("zombie", text, "transaction.boundary" -> "interval", "transaction.boundary.interval.ms" -> "600000")
      eventually(zombie.count("poll") shouldBe 2)
      committed("zombie") shouldBe empty
      successor
      rest.put("/connectors/zombie/config", configured("zombie", "transaction.boundary" -> "poll")).status shouldBe 200
      eventually(told(successor).take(2) shouldBe Seq("commitRecord 0", "commitRecord 1"))
      committed("zombie") shouldBe Seq("0", "1")
      eventually(values("zombie") shouldBe Seq("0", "1", "0", "1"))
    }

    lazy val two = Stage.open(
      "two",
      script { case "poll" =>
        _ =>
          if (Thread.currentThread().getName.endsWith("-1")) {
            block()
            numbered("two", 7)
          } else null
      }
    )
    lazy val one = polls("two")(() => numbered("two", 8))

    "be fenced by other tasks that take over its work" in {
      two
      source("two", text, "tasks.max" -> "2")
      eventually(state("two") shouldBe "RUNNING: RUNNING, RUNNING")
      one
      val changed = configured("two", "tasks.max" -> "1", "key.converter" -> text._2)
      rest.put("/connectors/two/config", changed).status shouldBe 200
      eventually(told(one).headOption shouldBe Some("commitRecord 8"))
      log.lines.map(_.text) should contain("Fencing earlier runs of tasks [1], which did not end in good order")
      committed("two") shouldBe Seq("8")
    }

    "commit nothing when it comes back to life" in {
      released.countDown()
      eventually(zombie.count("stop") shouldBe 1)
      eventually(two.count("stop") shouldBe 2)
      committed("zombie") shouldBe Seq("0", "1")
      committed("two") shouldBe Seq("8")
      told(zombie) shouldBe empty
      state("zombie") shouldBe "RUNNING: RUNNING"
      state("two") shouldBe "RUNNING: RUNNING"
    }
  }
}
