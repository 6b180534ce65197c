package io.troupe.node

import io.troupe.node.stage.{Stage, StageTransformation}
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.{CountDownLatch, TimeUnit}
import java.util.{List => JList, Map => JMap}
import org.apache.kafka.connect.sink.SinkRecord
import org.apache.kafka.connect.source.SourceTaskContext
import scala.jdk.CollectionConverters._

/** Plugins that never return, one for each method: they hold their own thread, and nothing else. */
class BlockedStorySpec extends StagedStory("blocked") {

  override protected def workerSettings: Map[String, String] =
    Map("task.shutdown.graceful.timeout.ms" -> "1500", "offset.flush.interval.ms" -> "300")

  private val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"

  /** Two batches of ten: the first may pass, unless its acknowledgements are what blocks. */
  private val sources =
    Seq("connector.start", "start", "poll", "transform", "commitRecord", "commit", "stop", "connector.stop")
  private val sinks = Seq("connector.start", "start", "open", "put", "preCommit", "flush", "stop")

  private val released = new CountDownLatch(1)

  override protected def afterAll(): Unit = {
    released.countDown()
    super.afterAll()
  }

  private def block(): Unit = released.await(5, TimeUnit.MINUTES)

  private def named(kind: String, call: String) = s"$kind-$call".toLowerCase.replace('.', '-')

  private def blockedSource(call: String): Stage = {
    val name = named("source", call)
    val batches = new AtomicInteger()
    Stage.open(
      name,
      script {
        case "poll" =>
          _ =>
            val batch = batches.getAndIncrement()
            if (batch > 0 && call == "poll") block()
            if (batch < 2) (0 until 10).map(i => record(name, batch * 10 + i, "x")).asJava else null
        case "transform" =>
          _ => if (call == "transform" && batches.get() == 2) block()
        case `call` => _ => block()
      }
    )
  }

  private def blockedSink(call: String): Stage = Stage.open(named("sink", call), script { case `call` => _ => block() })

  private lazy val blockedSources = sources.map(it => it -> blockedSource(it)).toMap
  private lazy val blockedSinks = sinks.map(it => it -> blockedSink(it)).toMap
  private val names = sources.map(named("source", _)) ++ sinks.map(named("sink", _))

  private val counted = new AtomicInteger()
  private lazy val healthy = Stage.open(
    "healthy",
    // A stage notes every call: an endless source that never rests would fill the memory.
    script { case "poll" =>
      _ =>
        Stage.rest()
        JList.of(record("healthy-topic", counted.get(), s"${counted.getAndIncrement()}"))
    }
  )
  private lazy val listener = Stage.open("listener", script(PartialFunction.empty))

  private def received(stage: Stage): Int =
    stage.calls("put").asScala.map(_.argument().asInstanceOf[JList[SinkRecord]].size()).sum

  private def transformed(stage: String) =
    Seq("transforms" -> "it", "transforms.it.type" -> classOf[StageTransformation[_]].getName) ++
      Seq(s"transforms.it.${Stage.SETTING}" -> stage)

  /** Where a source of this name would begin now: another one is made for the question. */
  private def stored(name: String): Option[Long] = {
    val asking = Stage.open(name, script(PartialFunction.empty))
    source(name, text)
    eventually(asking.count("start") shouldBe 1)
    val context = asking.calls("start").get(0).argument().asInstanceOf[SourceTaskContext]
    val offset = context.offsetStorageReader().offset(JMap.of("from", "stage"))
    rest.delete(s"/connectors/$name").status shouldBe 204
    eventually(rest.get(s"/connectors/$name").status shouldBe 404)
    eventually(asking.count("stop") shouldBe 1)
    Option(offset).map(_.get("number").asInstanceOf[Long])
  }

  private def answersFast(): Unit = for (_ <- 1 to 10; path <- Seq("/", "/connectors?expand=status", "/metrics")) {
    val begun = System.nanoTime()
    rest.get(path).status shouldBe 200
    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) should be < 3000L
  }

  private def goesOn(): Unit = {
    val before = received(listener)
    eventually(received(listener) should be > before + 10)
    state("healthy") shouldBe "RUNNING: RUNNING"
    state("listener") shouldBe "RUNNING: RUNNING"
  }

  "A worker with plugins that block in every method" should {

    "take them all, answer, and run the healthy ones" in {
      Seq(healthy, listener)
      produce("food", (0 until 10).map(_.toString))
      for ((call, _) <- blockedSources) source(named("source", call), transformed(named("source", call)) :+ text: _*)
      for ((call, _) <- blockedSinks) sink(named("sink", call), "topics" -> "food", text)
      source("healthy", text)
      sink("listener", "topics" -> "healthy-topic", text)
      for ((call, stage) <- blockedSources.toSeq ++ blockedSinks if !call.endsWith("stop"))
        withClue(s"$call: ")(eventually(stage.count(call) should be >= 1L))
      answersFast()
      goesOn()
    }

    "commit what was acknowledged while a poll blocks" in {
      eventually(blockedSources("poll").count("commitRecord") shouldBe 10)
      val commits = blockedSources("poll").count("commit")
      eventually(blockedSources("poll").count("commit") should be >= commits + 2)
    }

    "let them all be deleted, and abandon them" in {
      eventually(blockedSources("stop").count("commitRecord") shouldBe 20)
      eventually(blockedSources("connector.stop").count("commitRecord") shouldBe 20)
      for (name <- names) withClue(s"$name: ")(rest.delete(s"/connectors/$name").status shouldBe 204)
      answersFast()
      val blocked = names.filterNot(it => it.endsWith("connector-start") || it.endsWith("connector-stop"))
      eventually {
        val lines = log.lines.map(_.text).filter(_.contains("is abandoned"))
        blocked.filterNot(it => lines.exists(_.contains(s"Task $it-0 did not stop within 1500 ms"))) shouldBe empty
        lines.count(_.startsWith("A connector did not stop in time")) shouldBe 3
      }
      rest.get("/connectors").body.elements().asScala.map(_.asText()).toSet shouldBe Set("healthy", "listener")
      goesOn()
    }
  }

  /** What was safe when each of them was given up. */
  private val safe = Map(
    "connector.start" -> None,
    "start" -> None,
    "poll" -> Some(9L),
    "transform" -> Some(9L),
    "commitRecord" -> None,
    "stop" -> Some(19L),
    "connector.stop" -> Some(19L)
  )

  /** Depends on when the first commit was: its plugin never took note. */
  private var safeWithoutNotice: Option[Long] = None

  "A connector of the same name" should {

    "begin where the last commit was" in {
      for ((call, offset) <- safe) withClue(s"$call: ")(stored(named("source", call)) shouldBe offset)
      safeWithoutNotice = stored("source-commit")
      for (call <- sinks.filterNot(_ == "stop"))
        withClue(s"$call: ")(groupOffset(named("sink", call), "food") shouldBe None)
      groupOffset("sink-stop", "food") shouldBe Some(10)
    }

    "still do so when those before it come back to life" in {
      released.countDown()
      val all = blockedSources.toSeq ++ blockedSinks
      for ((call, stage) <- all if !call.startsWith("connector."))
        withClue(s"$call: ")(eventually(stage.count("stop") shouldBe 1))
      eventually {
        for (name <- names)
          Thread.getAllStackTraces.keySet().asScala.map(_.getName) should not contain s"task-thread-$name-0"
      }
      stored("source-commit") shouldBe safeWithoutNotice
      for ((call, offset) <- safe) withClue(s"$call: ")(stored(named("source", call)) shouldBe offset)
      for (call <- sinks.filterNot(_ == "stop"))
        withClue(s"$call: ")(groupOffset(named("sink", call), "food") shouldBe None)
      groupOffset("sink-stop", "food") shouldBe Some(10)
      goesOn()
    }

    "get what was not committed once more" in {
      val again = Stage.open("sink-put", script(PartialFunction.empty))
      sink("sink-put", "topics" -> "food", text)
      eventually(received(again) shouldBe 10)
    }
  }
}
