package io.troupe.node

import java.lang.management.ManagementFactory
import java.nio.file.{Files, Path}
import javax.management.ObjectName
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._

/** What dashboards read: the MBeans of Kafka Connect, and the same figures in Prometheus' text. */
class MetricsStorySpec extends Story with BeforeAndAfterAll {

  private val records = 1000
  private val server = ManagementFactory.getPlatformMBeanServer
  private lazy val home = folder("metrics")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val troupe = Troupe.start(workerProperties(broker.bootstrapServers(), home).asJava)
  private lazy val rest = new Rest(troupe.restUrl())

  override protected def afterAll(): Unit = {
    troupe.stop()
    broker.close()
  }

  private def bean(group: String, tags: String): ObjectName =
    new ObjectName(s"kafka.connect:type=$group" + (if (tags.isEmpty) "" else s",$tags"))

  private def jmx(group: String, tags: String, attribute: String): AnyRef =
    server.getAttribute(bean(group, tags), attribute)

  private def source(attribute: String) = jmx("source-task-metrics", "connector=load,task=0", attribute)

  private def sink(attribute: String) = jmx("sink-task-metrics", "connector=dump,task=0", attribute)

  private def task(connector: String, attribute: String) =
    jmx("connector-task-metrics", s"connector=$connector,task=0", attribute)

  private def prometheus(series: String): Option[String] =
    rest.get("/metrics").text.linesIterator.find(_.startsWith(series + " ")).map(_.substring(series.length + 1))

  /** Name, attribute and type; what differs from worker to worker is filled in. */
  private def contract(isPresent: String => Boolean): Seq[(ObjectName, String, String)] = {
    val worker = s"${troupe.restUrl().getHost}:${troupe.restUrl().getPort}"
    Files
      .readAllLines(Path.of("..", "worker", "src", "test", "resources", "contract", "mbeans.tsv"))
      .asScala
      .toSeq
      .filterNot(_.startsWith("#"))
      .map(_.split("\t"))
      .filter(parts => isPresent(parts(0)) && !parts(1).startsWith("transaction-size"))
      .map { parts =>
        val connector = if (parts(0).contains("type=sink-task")) "dump" else "load"
        val name = parts(0)
          .replace("<host:port>", worker)
          .replace("<connector>", connector)
          .replace("<task>", "0")
          .replace("node-<node>", "node--1")
          .replace("transform=<alias>", "transform=mark")
          .replace("predicate=<alias>", "predicate=empty")
        (new ObjectName(name), parts(1), parts(2))
      }
  }

  private def check(isPresent: String => Boolean): Unit = {
    val expected = contract(isPresent)
    expected should not be empty
    expected.foreach { case (name, attribute, kind) =>
      withClue(s"$attribute of $name: ") {
        server.getAttribute(name, attribute).getClass.getSimpleName shouldBe kind
      }
    }
  }

  /** Made by the loops of tasks, as they run. */
  private def byLoops(name: String) =
    Seq("source-task", "sink-task", "task-error", "transform", "predicate").exists(name.contains(_))

  "The figures of a worker" should {

    "be the MBeans of Kafka Connect, type for type" in {
      val input = Files.writeString(home.resolve("in.txt"), lines(records))
      rest
        .create(
          "load",
          "connector.class" -> "FileStreamSource",
          "file" -> input.toString,
          "topic" -> "counted",
          "transforms" -> "mark",
          "transforms.mark.type" -> "org.apache.kafka.connect.transforms.InsertHeader",
          "transforms.mark.header" -> "from",
          "transforms.mark.value.literal" -> "story",
          "transforms.mark.predicate" -> "empty",
          "predicates" -> "empty",
          "predicates.empty.type" -> "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"
        )
        .status shouldBe 201
      rest.dumpFile("dump", home.resolve("out.txt"), "counted").status shouldBe 201
      eventually {
        rest.states("load") shouldBe "RUNNING: RUNNING"
        rest.states("dump") shouldBe "RUNNING: RUNNING"
      }

      check(!byLoops(_))

      jmx("connector-metrics", "connector=load", "connector-class") shouldBe
        "org.apache.kafka.connect.file.FileStreamSourceConnector"
      jmx("connector-metrics", "connector=dump", "connector-type") shouldBe "sink"
      jmx("connect-worker-metrics", "", "task-count") shouldBe 2.0
      jmx("connect-worker-metrics", "connector=load", "connector-running-task-count") shouldBe 1L
      jmx("connect-worker-rebalance-metrics", "", "leader-name") shouldBe troupe.restUrl().toString
      task("load", "status") shouldBe "running"
    }

    "be those that Prometheus gets" in {
      val answer = rest.get("/metrics")
      answer.status shouldBe 200
      answer.text should not include "jdbc:h2"
      prometheus("kafka_connect_connect_worker_metrics_task_count") shouldBe Some("2.0")
      prometheus(
        """kafka_connect_connector_task_metrics_status_info{connector="dump",status="running",task="0"}"""
      ) shouldBe
        Some("1")
      val names =
        answer.text.linesIterator.filterNot(_.startsWith("#")).map(_.takeWhile(c => c != '{' && c != ' ')).toSet
      for ((bean, attribute, kind) <- contract(!byLoops(_)) if bean.getKeyProperty("id") == null) {
        val snake = s"kafka_connect_${bean.getKeyProperty("type")}_$attribute".replace('-', '_')
        withClue(s"$attribute of $bean: ") {
          names should contain(if (kind == "Double" || kind == "Long") snake else snake + "_info")
        }
      }
    }

    "count every record that passes, once" in {
      val all = records.toDouble
      eventually(Files.readString(home.resolve("out.txt")) shouldBe lines(records))
      eventually {
        source("source-record-poll-total") shouldBe all
        source("source-record-write-total") shouldBe all
        source("source-record-active-count") shouldBe 0.0
        sink("sink-record-read-total") shouldBe all
        sink("sink-record-send-total") shouldBe all
        sink("sink-record-active-count") shouldBe 0.0
        sink("partition-count") shouldBe 1.0
        sink("offset-commit-completion-total").asInstanceOf[Double] should be >= 1.0
      }
      source("source-record-active-count-max").asInstanceOf[Double] should (be > 0.0 and be <= all)
      source("poll-batch-max-time-ms").asInstanceOf[Double] should be > 0.0
      sink("put-batch-max-time-ms").asInstanceOf[Double] should be > 0.0
      sink("offset-commit-seq-no").asInstanceOf[Double] should be >= 1.0
      for (connector <- Seq("load", "dump")) {
        task(connector, "batch-size-max").asInstanceOf[Double] should (be > 0.0 and be <= all)
        eventually(task(connector, "offset-commit-success-percentage") shouldBe 1.0)
        task(connector, "offset-commit-failure-percentage") shouldBe 0.0
        jmx("task-error-metrics", s"connector=$connector,task=0", "total-record-errors") shouldBe 0.0
      }
      val totals = Seq(
        "source_task_metrics_source_record_poll" -> "load",
        "source_task_metrics_source_record_write" -> "load",
        "sink_task_metrics_sink_record_read" -> "dump",
        "sink_task_metrics_sink_record_send" -> "dump"
      )
      for ((figure, connector) <- totals) {
        prometheus(s"""kafka_connect_${figure}_total{connector="$connector",task="0"}""") shouldBe Some("1000.0")
      }
    }

    "name what tasks are made of" in {
      check(byLoops)
      task("load", "task-class") shouldBe "org.apache.kafka.connect.file.FileStreamSourceTask"
      task("dump", "connector-class") shouldBe "org.apache.kafka.connect.file.FileStreamSinkConnector"
      task("load", "connector-type").toString shouldBe "source"
      task("load", "value-converter-class") shouldBe "org.apache.kafka.connect.json.JsonConverter"
      task("dump", "header-converter-version") shouldBe "4.4.0"
      jmx("connector-transform-metrics", "connector=load,task=0,transform=mark", "transform-class") shouldBe
        "org.apache.kafka.connect.transforms.InsertHeader"
      jmx("connector-predicate-metrics", "connector=load,task=0,predicate=empty", "predicate-class") shouldBe
        "org.apache.kafka.connect.transforms.predicates.RecordIsTombstone"
    }

    "go with a connector that is deleted" in {
      rest.loadFile("brief", home.resolve("in.txt"), "brief").status shouldBe 201
      eventually(rest.states("brief") shouldBe "RUNNING: RUNNING")
      server.isRegistered(bean("connector-task-metrics", "connector=brief,task=0")) shouldBe true

      rest.delete("/connectors/brief").status shouldBe 204

      eventually {
        server.queryNames(new ObjectName("kafka.connect:connector=brief,*"), null) shouldBe empty
        rest.get("/metrics").text should not include "brief"
      }
    }
  }
}
