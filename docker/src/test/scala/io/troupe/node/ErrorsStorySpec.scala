package io.troupe.node

import io.troupe.node.stage.{Stage, StageConverter, StageTransformation}
import java.nio.charset.StandardCharsets.UTF_8
import java.util.concurrent.atomic.AtomicInteger
import java.util.{Collection => JCollection, List => JList}
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.connect.errors.RetriableException
import org.apache.kafka.connect.sink.{SinkRecord, SinkTaskContext}
import org.apache.kafka.connect.source.SourceRecord
import scala.jdk.CollectionConverters._
import scala.util.{Try, Using}

/** What becomes of records that something fails on, on their way into a sink and out of a source. */
class ErrorsStorySpec extends StagedStory("errors") {

  private val json = Seq(
    "value.converter" -> "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable" -> "false",
    "key.converter" -> "org.apache.kafka.connect.storage.StringConverter"
  )
  private val deadLetters = Seq("errors.deadletterqueue.topic.replication.factor" -> "1")
  private val context = Seq("topic", "partition", "offset", "connector.name", "task.id", "stage", "class.name") ++
    Seq("exception.class.name", "exception.message", "exception.stacktrace")
  private val Time = 1500000000000L
  private val broken = Set(3, 9)

  private def value(number: Int) = if (broken(number)) s"{broken $number" else s"""{"number":$number}"""

  /** Ten records, the last one broken, too. */
  private def fill(topic: String): Unit = produce((0 until 10).map { number =>
    val record = new ProducerRecord[String, String](topic, 0, Time + number, s"key $number", value(number))
    record.headers().add("seen", s"$number".getBytes(UTF_8))
    record
  }: _*)

  private def transformed(stage: String) =
    Seq("transforms" -> "it", "transforms.it.type" -> classOf[StageTransformation[_]].getName) ++
      Seq(s"transforms.it.${Stage.SETTING}" -> stage)

  private def numbers(stage: Stage): Seq[Long] = stage.calls("put").asScala.toSeq.flatMap { call =>
    call.argument().asInstanceOf[JList[SinkRecord]].asScala.map(_.kafkaOffset())
  }

  private def text(bytes: Array[Byte]) = if (bytes == null) null else new String(bytes, UTF_8)

  private def usual = Stage.open(_: String, script(PartialFunction.empty))

  /** Throws at record 5 for so many times. */
  private def hesitant(name: String, times: Int): Stage = {
    val left = new AtomicInteger(times)
    Stage.open(
      name,
      script { case "transform" =>
        value =>
          if (String.valueOf(value).contains("5") && left.getAndDecrement() > 0) throw new RetriableException("not yet")
      }
    )
  }

  /** Reports record 5, and goes on if it may not. */
  private def reporting(name: String): Stage = {
    @volatile var task: SinkTaskContext = null
    Stage.open(
      name,
      script {
        case "start" => it => task = it.asInstanceOf[SinkTaskContext]
        case "put" =>
          records =>
            records.asInstanceOf[JCollection[SinkRecord]].asScala.filter(_.kafkaOffset() == 5).foreach { it =>
              Try(task.errantRecordReporter().report(it, new IllegalArgumentException("five is not wanted")))
            }
      }
    )
  }

  /** Gives records of these texts, one when what became of the last is known: a producer may take two for one batch. */
  private def giving(name: String, values: Seq[String])(does: PartialFunction[String, Any => Any]): Stage = {
    lazy val stage: Stage = Stage.open(
      name,
      script(does.orElse { case "poll" =>
        _ =>
          val known = stage.count("commitRecord") + stage.count("commitRecord without metadata")
          val next = handed.get()
          if (next == known && next < values.size) JList.of(record(name, handed.getAndIncrement(), values(next)))
          else null
      })
    )
    lazy val handed = new AtomicInteger()
    stage
  }

  private val large = "large " * 1000
  private lazy val none = usual("none")
  private lazy val all = usual("all")
  private lazy val letters = usual("letters")
  private lazy val reportAll = reporting("report-all")
  private lazy val reportNone = reporting("report-none")
  private lazy val bare = usual("bare")
  private lazy val patient = hesitant("patient", 2)
  private lazy val impatient = hesitant("impatient", 1)
  private lazy val waiting = hesitant("waiting", Int.MaxValue)
  private lazy val choosy = giving("choosy", Seq("a", "bad", "c")) { case "fromConnectData" =>
    value => if (value == "bad") throw new IllegalArgumentException("bad")
  }
  private lazy val largeAll = giving("large-all", Seq("a", large, "c"))(PartialFunction.empty)
  private lazy val largeNone = giving("large-none", Seq(large))(PartialFunction.empty)

  private val limited = Seq(
    "topic.creation.default.partitions" -> "1",
    "topic.creation.default.replication.factor" -> "1",
    "topic.creation.default.max.message.bytes" -> "1000"
  )

  private val tolerant = "errors.tolerance" -> "all"

  private def offsets(stage: Stage, call: String) =
    stage.calls(call).asScala.toSeq.map(_.argument().asInstanceOf[SourceRecord].sourceOffset().get("number"))

  "A worker" should {
    "take all connectors of this story" in {
      Seq(none, all, letters, reportAll, reportNone, bare, patient, impatient, waiting, choosy, largeAll, largeNone)
      fill("mixed")
      produce("plain", (0 until 10).map(_.toString))
      sink("none", json ++ Seq("topics" -> "mixed"): _*)
      sink("all", json ++ Seq("topics" -> "mixed", tolerant): _*)
      sink(
        "letters",
        json ++ deadLetters ++ Seq(
          "topics" -> "mixed",
          tolerant,
          "errors.log.enable" -> "true",
          "errors.log.include.messages" -> "true",
          "errors.deadletterqueue.topic.name" -> "letters-dlq",
          "errors.deadletterqueue.context.headers.enable" -> "true"
        ): _*
      )
      val plain = Seq("topics" -> "plain", "value.converter" -> "org.apache.kafka.connect.storage.StringConverter")
      val queue = deadLetters :+ ("errors.deadletterqueue.context.headers.enable" -> "true")
      sink("report-all", plain ++ queue ++ Seq(tolerant, "errors.deadletterqueue.topic.name" -> "all-dlq"): _*)
      sink("report-none", plain ++ queue ++ Seq("errors.deadletterqueue.topic.name" -> "none-dlq"): _*)
      sink("bare", plain :+ tolerant: _*)
      val quick = "errors.retry.delay.max.ms" -> "100"
      sink("patient", plain ++ transformed("patient") ++ Seq(quick, "errors.retry.timeout" -> "20000"): _*)
      sink("impatient", plain ++ transformed("impatient"): _*)
      sink("waiting", plain ++ transformed("waiting") ++ Seq("errors.retry.timeout" -> "-1"): _*)
      source(
        "choosy",
        tolerant,
        "value.converter" -> classOf[StageConverter].getName,
        s"value.converter.${Stage.SETTING}" -> "choosy"
      )
      val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      source("large-all", limited ++ Seq(tolerant, text): _*)
      source("large-none", limited :+ text: _*)
    }
  }

  "A sink over a topic with broken records" should {

    "fail at the first one by default, and say so in its own name" in {
      eventually(state("none") shouldBe "RUNNING: FAILED")
      trace("none") should startWith("org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error")
      trace("none") should include("Caused by: org.apache.kafka.connect.errors.DataException")
      val line = log.lines.find(_.text.contains("Task none-0 failed")).get
      line.context shouldBe "[none|task-0] "
      line.cause.get should include("Tolerance exceeded in error handler")
      errorFigures("none") shouldBe Map("total-record-failures" -> 1.0, "total-record-errors" -> 1.0)
      numbers(none).filter(_ >= 3) shouldBe empty
    }

    "get all others when failures are tolerated" in {
      eventually(numbers(all) shouldBe Seq(0, 1, 2, 4, 5, 6, 7, 8))
      errorFigures("all") shouldBe
        Map("total-record-failures" -> 2.0, "total-record-errors" -> 2.0, "total-records-skipped" -> 2.0)
      eventually(groupOffset("all", "mixed") shouldBe Some(10))
    }

    "write each into the dead letter queue, as it was and with what happened" in {
      eventually(groupOffset("letters", "mixed") shouldBe Some(10))
      val queue = Using.resource(new TopicReader("letters-dlq", client))(_.records)
      queue.map(it => text(it.value())) shouldBe Seq(value(3), value(9))
      queue.map(it => text(it.key())) shouldBe Seq("key 3", "key 9")
      queue.map(_.timestamp()) shouldBe Seq(Time + 3, Time + 9)
      for ((letter, number) <- queue.zip(Seq(3, 9))) {
        val headers = letter.headers().asScala.toSeq.map(it => it.key() -> text(it.value()))
        headers.map(_._1) shouldBe "seen" +: context.map("__connect.errors." + _)
        val known = headers.toMap.map { case (key, it) => key.stripPrefix("__connect.errors.") -> it }
        known("seen") shouldBe number.toString
        known("topic") shouldBe "mixed"
        known("partition") shouldBe "0"
        known("offset") shouldBe number.toString
        known("connector.name") shouldBe "letters"
        known("task.id") shouldBe "0"
        known("stage") shouldBe "VALUE_CONVERTER"
        known("class.name") shouldBe "org.apache.kafka.connect.json.JsonConverter"
        known("exception.class.name") shouldBe "org.apache.kafka.connect.errors.DataException"
        known("exception.stacktrace") should startWith(
          known("exception.class.name") + ": " + known("exception.message")
        )
      }
      val topic = admin.describeTopics(JList.of("letters-dlq")).allTopicNames().get().get("letters-dlq")
      topic.partitions().asScala.map(_.replicas().size()) shouldBe Seq(1)
      numbers(letters) shouldBe Seq(0, 1, 2, 4, 5, 6, 7, 8)
      errorFigures("letters") shouldBe Map(
        "total-record-failures" -> 2.0,
        "total-record-errors" -> 2.0,
        "total-records-skipped" -> 2.0,
        "total-errors-logged" -> 2.0,
        "deadletterqueue-produce-requests" -> 2.0
      )
    }

    "note each in the log, with its place and without its content" in {
      val noted = log.lines.filter(_.text.contains("letters-0 failed on a record"))
      noted.map(_.context).toSet shouldBe Set("[letters|task-0] ")
      noted.map(_.text.replaceAll(".*(offset \\d+).*", "$1")) shouldBe Seq("offset 3", "offset 9")
      noted.foreach(_.text should not include "{broken")
    }
  }

  "A sink that cannot use a record" should {

    "have no reporter when there is nowhere to report to" in {
      eventually(bare.count("start") shouldBe 1)
      bare.calls("start").get(0).argument().asInstanceOf[SinkTaskContext].errantRecordReporter() shouldBe null
    }

    "report it and go on" in {
      eventually(groupOffset("report-all", "plain") shouldBe Some(10))
      state("report-all") shouldBe "RUNNING: RUNNING"
      val queue = Using.resource(new TopicReader("all-dlq", client))(_.records)
      queue.map(it => text(it.value())) shouldBe Seq("5")
      val headers = queue.head.headers().asScala.map(it => it.key() -> text(it.value())).toMap
      headers("__connect.errors.stage") shouldBe "TASK_PUT"
      headers("__connect.errors.exception.message") shouldBe "five is not wanted"
      errorFigures("report-all") shouldBe Map(
        "total-record-failures" -> 1.0,
        "total-record-errors" -> 1.0,
        "total-records-skipped" -> 1.0,
        "deadletterqueue-produce-requests" -> 1.0
      )
    }

    "fail after put when nothing is tolerated, even if it does not mind" in {
      eventually(state("report-none") shouldBe "RUNNING: FAILED")
      trace("report-none") should include("Tolerance exceeded in error handler")
      trace("report-none") should include("five is not wanted")
      numbers(reportNone) should contain(5)
      groupOffset("report-none", "plain").getOrElse(0L) should be <= 5L
      eventually(values("none-dlq") shouldBe Seq("5"))
    }
  }

  "A transformation that asks for another attempt" should {

    "get it within errors.retry.timeout" in {
      eventually(numbers(patient) shouldBe (0 until 10))
      errorFigures("patient") shouldBe Map("total-record-failures" -> 2.0, "total-retries" -> 2.0)
    }

    "not get it without" in {
      eventually(state("impatient") shouldBe "RUNNING: FAILED")
      trace("impatient") should include("not yet")
      errorFigures("impatient") shouldBe Map("total-record-failures" -> 1.0, "total-record-errors" -> 1.0)
    }

    "not keep its task from stopping, and lose nothing by that" in {
      eventually(errorFigures("waiting")("total-retries") should be >= 2.0)
      rest.put("/connectors/waiting/stop").status shouldBe 204
      eventually {
        state("waiting") shouldBe "STOPPED: "
        waiting.count("stop") shouldBe 1
      }
      log.lines.filter(_.text.contains("waiting-0 did not stop")) shouldBe empty
      waiting.play(script(PartialFunction.empty))
      rest.put("/connectors/waiting/resume").status shouldBe 202
      eventually(numbers(waiting).distinct shouldBe (0 until 10))
      numbers(waiting).count(_ == 5) shouldBe 1
    }
  }

  "A source" should {

    "skip a record that cannot be converted, and tell its task" in {
      eventually(values("choosy") shouldBe Seq("a", "c"))
      eventually(offsets(choosy, "commitRecord") shouldBe Seq(0, 2))
      offsets(choosy, "commitRecord without metadata") shouldBe Seq(1)
      errorFigures("choosy") shouldBe
        Map("total-record-failures" -> 1.0, "total-record-errors" -> 1.0, "total-records-skipped" -> 1.0)
    }

    "skip a record that is too large for the broker, and go on behind it" in {
      eventually(values("large-all") shouldBe Seq("a", "c"))
      eventually(offsets(largeAll, "commitRecord without metadata") shouldBe Seq(1))
      offsets(largeAll, "commitRecord") shouldBe Seq(0, 2)
      errorFigures("large-all") shouldBe
        Map("total-record-failures" -> 1.0, "total-record-errors" -> 1.0, "total-records-skipped" -> 1.0)
    }

    "fail on it when nothing is tolerated" in {
      eventually(state("large-none") shouldBe "RUNNING: FAILED")
      trace("large-none") should include("Unrecoverable exception from producer send callback")
      trace("large-none") should include("RecordTooLargeException")
      largeNone.count("commitRecord without metadata") shouldBe 0
      largeNone.count("stop") shouldBe 1
      values("large-none") shouldBe empty
    }
  }
}
