package io.troupe.node

import io.troupe.node.stage.{Stage, StageSource}
import java.util.concurrent.{ConcurrentHashMap, ConcurrentLinkedQueue, CountDownLatch, TimeUnit}
import java.util.concurrent.atomic.AtomicInteger
import java.util.{Map => JMap}
import org.apache.kafka.connect.connector.ConnectorContext
import org.apache.kafka.connect.data.Schema
import org.apache.kafka.connect.source.{SourceRecord, SourceTaskContext}
import scala.jdk.CollectionConverters._

/** How a connector's own word changes its tasks, and when it does not. */
class ReconfigurationStorySpec extends StagedStory("reconfiguration") {

  /** Nothing is committed but when a task ends. */
  override protected def workerSettings: Map[String, String] = Map("offset.flush.interval.ms" -> "600000")

  /** Its tasks get a mark that the test changes; any other setting of the connector does not reach them. */
  private final class Marked(name: String, count: Int = 2) {
    @volatile var mark = "first"
    val stage: Stage = Stage.open(
      name,
      script { case "taskConfigs" => _ => configs }
    )

    def configs: java.util.List[JMap[String, String]] =
      (0 until count).map(i => JMap.of(Stage.SETTING, name, "mark", mark, "number", s"$i")).asJava

    def context: ConnectorContext =
      stage.calls("connector.start").asScala.last.argument().asInstanceOf[ConnectorContext]

    def plans: Long = stage.count("taskConfigs")
    def starts: Long = stage.count("start")
    def run(more: (String, String)*): Unit = {
      source(name, ("tasks.max" -> "2") +: more: _*)
      eventually(state(name) shouldBe "RUNNING: RUNNING, RUNNING")
    }
  }

  private def change(name: String, more: (String, String)*): Unit = {
    val config =
      Map("connector.class" -> classOf[StageSource].getName, Stage.SETTING -> name, "tasks.max" -> "2") ++ more
    val body = config.map { case (key, value) => s""""$key":"$value"""" }.mkString("{", ",", "}")
    rest.put(s"/connectors/$name/config", body).status shouldBe 200
  }

  private def connector(name: String) = rest.get(s"/connectors/$name/status").body.path("connector")

  "A connector that cannot say its tasks" should {
    "be asked again while it runs" in {
      val asked = new AtomicInteger()
      Stage.open(
        "slow-thinker",
        script { case "taskConfigs" =>
          _ => if (asked.incrementAndGet() <= 3) throw new IllegalStateException("let me think")
        }
      )
      source("slow-thinker")
      eventually(asked.get() should be >= 2)
      connector("slow-thinker").path("state").asText() shouldBe "RUNNING"
      eventually(state("slow-thinker") shouldBe "RUNNING: RUNNING")
      asked.get() shouldBe 4
    }
  }

  "A connector that asks for its tasks to be made anew" should {

    "change nothing when they are as before" in {
      val it = new Marked("same")
      it.run()
      val plans = it.plans
      it.context.requestTaskReconfiguration()
      eventually(it.plans shouldBe plans + 1)
      it.context.requestTaskReconfiguration()
      eventually(it.plans shouldBe plans + 2)
      it.starts shouldBe 2
      it.stage.count("stop") shouldBe 0
    }

    "have them restarted when they are not" in {
      val it = new Marked("different")
      it.run()
      it.mark = "second"
      it.context.requestTaskReconfiguration()
      eventually {
        it.starts shouldBe 4
        state("different") shouldBe "RUNNING: RUNNING, RUNNING"
      }
      it.stage.count("stop") shouldBe 2
      it.stage.count("connector.start") shouldBe 1
      val marks = rest.get("/connectors/different/tasks").body.elements().asScala.map(_.path("config").path("mark"))
      marks.map(_.asText()).toSet shouldBe Set("second")
    }
  }

  "Tasks that swap their source partitions" should {

    "begin where those before them have stopped, when all of them have" in {
      val seen = new ConcurrentLinkedQueue[String]()
      val owned = new ConcurrentHashMap[String, Owned]()
      def here = Thread.currentThread().getName
      final class Owned(context: SourceTaskContext) {
        private val own = context.configs().get("number").toInt
        private val swapped = context.configs().get("mark") == "swapped"
        private val partition = if (swapped) 1 - own else own
        private var polls = 0
        private val key = JMap.of("partition", Int.box(partition))
        private val known = Option(context.offsetStorageReader().offset(key)).map(_.get("number"))
        seen.add(s"start $partition after ${known.getOrElse("nothing")}")

        def poll(): java.util.List[SourceRecord] = {
          polls += 1
          if (polls == 1 && !swapped)
            (0 until 8).map { i =>
              val offset = JMap.of("number", Int.box(i))
              new SourceRecord(key, offset, "swap", Schema.STRING_SCHEMA, s"$partition-$i")
            }.asJava
          else {
            if (own == 1 && !swapped) new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS)
            null
          }
        }
        def stop(): Unit = { seen.add(s"stop $partition"); () }
      }
      val it = new Marked("swap")
      it.stage.play(script {
        case "taskConfigs" => _ => it.configs
        case "start" => context => { owned.put(here, new Owned(context.asInstanceOf[SourceTaskContext])); () }
        case "poll" => _ => owned.get(here).poll()
        case "stop" => _ => owned.get(here).stop()
      })
      it.run()
      eventually(it.stage.count("commitRecord") shouldBe 16)
      it.mark = "swapped"
      it.context.requestTaskReconfiguration()
      eventually(it.starts shouldBe 4)
      val all = seen.asScala.toSeq
      all.slice(0, 2).toSet shouldBe Set("start 0 after nothing", "start 1 after nothing")
      all.slice(2, 4).toSet shouldBe Set("stop 0", "stop 1")
      all.slice(4, 6).toSet shouldBe Set("start 0 after 7", "start 1 after 7")
    }
  }

  "A connector whose settings change" should {

    "leave tasks alone that are as before" in {
      val it = new Marked("indifferent")
      it.run()
      change("indifferent", "remark" -> "none of theirs")
      eventually(it.stage.count("connector.start") shouldBe 2)
      eventually(it.plans should be >= 2L)
      it.context.requestTaskReconfiguration()
      eventually(it.plans should be >= 3L)
      val polls = it.stage.count("poll")
      eventually(it.stage.count("poll") should be > polls + 10)
      it.starts shouldBe 2
      it.stage.count("stop") shouldBe 0
      state("indifferent") shouldBe "RUNNING: RUNNING, RUNNING"
    }
  }

  "A connector that raises an error" should {
    "be failed with its trace, while its tasks run on" in {
      val it = new Marked("worried")
      it.run()
      it.context.raiseError(new IllegalStateException("the source is gone"))
      eventually(state("worried") shouldBe "FAILED: RUNNING, RUNNING")
      connector("worried").path("trace").asText() should startWith(
        "java.lang.IllegalStateException: the source is gone"
      )
      val polls = it.stage.count("poll")
      eventually(it.stage.count("poll") should be > polls + 10)
      it.stage.count("connector.stop") shouldBe 0
      it.stage.count("stop") shouldBe 0
    }
  }

  "A connector with more tasks than it may have" should {

    "fail, and start none" in {
      val it = new Marked("greedy", 3)
      source("greedy", "tasks.max" -> "2")
      eventually(state("greedy") shouldBe "FAILED: ")
      connector("greedy").path("trace").asText() should startWith(
        "org.apache.kafka.connect.runtime.TooManyTasksException: The connector greedy has generated 3 tasks, which is" +
          " greater than 2, the maximum number of tasks it is configured to create. This behaviour should be" +
          " considered a bug and is disallowed. If necessary, it can be permitted by reconfiguring the connector with" +
          " 'tasks.max.enforce' set to false; however, this option will be removed in a future release of Kafka Connect."
      )
      connector("greedy").path("version").asText() shouldBe "1.0"
      it.starts shouldBe 0
    }

    "run them with a warning where that is allowed" in {
      val it = new Marked("generous", 3)
      source("generous", "tasks.max" -> "2", "tasks.max.enforce" -> "false")
      eventually(state("generous") shouldBe "RUNNING: RUNNING, RUNNING, RUNNING")
      it.starts shouldBe 3
      log.lines.filter(_.context == "[generous|worker] ").map(_.text).exists(_.contains("3 tasks")) shouldBe true
    }
  }
}
