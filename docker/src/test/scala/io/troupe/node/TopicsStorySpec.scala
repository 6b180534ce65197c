package io.troupe.node

import io.troupe.node.stage.Stage
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import java.util.{List => JList, Optional}
import org.apache.kafka.clients.admin.NewTopic
import org.apache.kafka.clients.producer.ProducerRecord
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.config.ConfigResource
import org.apache.kafka.connect.sink.SinkRecord
import scala.jdk.CollectionConverters._

/** Topics that a source has made, topics that a sink finds, and who in a sink's group has which. */
class TopicsStorySpec extends StagedStory("topics") {

  /** What the broker does when nobody says anything. */
  override protected def brokerSettings: Map[String, String] = Map("num.partitions" -> "4")

  private lazy val bystander = Troupe.start(
    (workerProperties(broker.bootstrapServers(), folder("topics-bystander")) ++
      Map("group.id" -> "bystander", "topic.creation.enable" -> "false")).asJava
  )

  override protected def afterAll(): Unit =
    try bystander.stop()
    finally super.afterAll()

  private val text = "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"

  private def writing(name: String, topics: String*): Stage = {
    val batches = new AtomicInteger()
    Stage.open(
      name,
      script { case "poll" =>
        _ =>
          if (batches.getAndIncrement() == 0) topics.zipWithIndex.map { case (it, i) => record(it, i, "x") }.asJava
          else null
      }
    )
  }

  private def listening(name: String): Stage = Stage.open(name, script(PartialFunction.empty))

  private def described(topic: String) =
    admin.describeTopics(JList.of(topic)).allTopicNames().get(30, TimeUnit.SECONDS).get(topic)

  private def partitions(topic: String): Int = described(topic).partitions().size()

  private def setting(topic: String, name: String): String = {
    val resource = new ConfigResource(ConfigResource.Type.TOPIC, topic)
    admin.describeConfigs(JList.of(resource)).all().get(30, TimeUnit.SECONDS).get(resource).get(name).value()
  }

  private def received(stage: Stage): Seq[SinkRecord] =
    stage.calls("put").asScala.toSeq.flatMap(_.argument().asInstanceOf[JList[SinkRecord]].asScala)

  /** Names of a group's members, with what each has. */
  private def members(connector: String): Map[String, Seq[TopicPartition]] = {
    val group = s"connect-$connector"
    val all = admin.describeConsumerGroups(JList.of(group)).all().get(30, TimeUnit.SECONDS).get(group).members()
    all.asScala.map { it =>
      it.groupInstanceId().orElse("") -> it.assignment().topicPartitions().asScala.toSeq.sortBy(_.partition())
    }.toMap
  }

  private def instance(connector: String, task: Int) = s"story_.${connector}_.$task"

  private def twoPartitions(topic: String): Unit =
    admin
      .createTopics(JList.of(new NewTopic(topic, Optional.of(Int.box(2)), Optional.empty[java.lang.Short])))
      .all()
      .get(30, TimeUnit.SECONDS)

  private def sharing(name: String): Stage = {
    twoPartitions(s"$name-topic")
    val stage = listening(name)
    sink(name, "topics" -> s"$name-topic", text, "tasks.max" -> "2")
    stage
  }

  private def haveOneEach(name: String): Unit = eventually {
    val seen = members(name)
    seen.keySet shouldBe Set(instance(name, 0), instance(name, 1))
    seen.values.toSeq.map(_.map(_.partition())).sortBy(_.head) shouldBe Seq(Seq(0), Seq(1))
  }

  /** Long before the session of a member that says nothing is over, 45 s. */
  private def soon(check: => Any): Unit =
    eventually(timeout(org.scalatest.time.Span(8, org.scalatest.time.Seconds)))(check)

  "A source with groups of topics" should {

    "have each made as the first group says that takes it" in {
      writing("maker", "big-a", "big-x", "small-b", "other")
      source(
        "maker",
        text,
        "topic.creation.groups" -> "big,small",
        "topic.creation.big.include" -> "big-.*",
        "topic.creation.big.exclude" -> "big-x",
        "topic.creation.big.partitions" -> "3",
        "topic.creation.big.replication.factor" -> "1",
        "topic.creation.big.compression.type" -> "gzip",
        "topic.creation.small.include" -> "small-.*,big-.*",
        "topic.creation.small.partitions" -> "2",
        "topic.creation.small.retention.ms" -> "7200000",
        "topic.creation.default.partitions" -> "-1",
        "topic.creation.default.replication.factor" -> "-1"
      )
      eventually(partitions("other") shouldBe 4)
      Seq("big-a", "big-x", "small-b").map(partitions) shouldBe Seq(3, 2, 2)
      setting("big-a", "compression.type") shouldBe "gzip"
      setting("big-x", "compression.type") shouldBe "producer"
      setting("big-x", "retention.ms") shouldBe "7200000"
      setting("other", "retention.ms") should not be "7200000"
      state("maker") shouldBe "RUNNING: RUNNING"
    }

    "leave that to the broker where the worker does not allow it" in {
      writing("lazy", "left-alone")
      new Rest(bystander.restUrl())
        .create(
          "lazy",
          "connector.class" -> classOf[io.troupe.node.stage.StageSource].getName,
          Stage.SETTING -> "lazy",
          text,
          "topic.creation.default.partitions" -> "2",
          "topic.creation.default.replication.factor" -> "1"
        )
        .status shouldBe 201
      eventually(partitions("left-alone") shouldBe 4)
    }

    "be taken with incomplete settings, and fail" in {
      val stage = writing("incomplete", "never")
      source("incomplete", "topic.creation.groups" -> "big", "topic.creation.big.include" -> "b.*")
      eventually(state("incomplete") shouldBe "FAILED: ")
      val connector = rest.get("/connectors/incomplete/status").body.path("connector")
      connector.path("trace").asText() should startWith(
        "org.apache.kafka.common.config.ConfigException: Missing required configuration" +
          " \"topic.creation.default.replication.factor\" which has no default value."
      )
      connector.get("version").isNull shouldBe true
      stage.count("connector.start") shouldBe 0
    }

    "be taken with impossible settings, and fail" in {
      writing("zero", "never")
      source(
        "zero",
        "topic.creation.default.partitions" -> "0",
        "topic.creation.default.replication.factor" -> "1"
      )
      eventually(state("zero") shouldBe "FAILED: ")
      rest.get("/connectors/zero/status").body.path("connector").path("trace").asText() should startWith(
        "org.apache.kafka.common.config.ConfigException: Invalid value 0 for configuration partitions:" +
          " Number of partitions must be positive, or -1 to use the broker's default"
      )
    }

    "fail its task when the broker cannot make a topic so" in {
      writing("many", "many")
      source(
        "many",
        text,
        "topic.creation.default.partitions" -> "1",
        "topic.creation.default.replication.factor" -> "99"
      )
      eventually(state("many") shouldBe "RUNNING: FAILED")
      trace("many") should startWith(
        "org.apache.kafka.connect.errors.ConnectException: Unable to create topic(s) 'many': Unable to replicate the" +
          " partition 99 time(s)"
      )
    }
  }

  "A sink with a pattern" should {
    "find a topic that is made later" in {
      val stage = listening("finder")
      sink("finder", "topics.regex" -> "late-.*", text, "consumer.override.metadata.max.age.ms" -> "500")
      eventually(state("finder") shouldBe "RUNNING: RUNNING")
      produce("late-1", Seq("x"))
      eventually(received(stage).map(_.topic()) shouldBe Seq("late-1"))
      produce("late-2", Seq("y"))
      eventually(received(stage).map(_.value()) shouldBe Seq("x", "y"))
    }
  }

  "Two tasks of a sink" should {

    "share two partitions as static members" in {
      val stage = sharing("pair")
      haveOneEach("pair")
      produce((0 until 10).map(i => new ProducerRecord[String, String]("pair-topic", Int.box(i % 2), null, s"$i")): _*)
      eventually(received(stage).map(_.value().toString.toInt).sorted shouldBe (0 until 10))
      received(stage).groupBy(_.kafkaPartition()).map { case (it, all) => it -> all.size } shouldBe Map(0 -> 5, 1 -> 5)
      val threads = stage.calls("put").asScala.map(_.thread()).toSet
      threads shouldBe Set("task-thread-pair-0", "task-thread-pair-1")
    }

    "share them anew when one is restarted, as a task that begins anew may see more than its group did" in {
      val stage = sharing("steady")
      haveOneEach("steady")
      def opened(task: Int) = stage.calls("open").asScala.filter(_.thread() == s"task-thread-steady-$task").toSeq
      eventually(Seq(opened(0), opened(1)).map(_.last.argument()).toSet should have size 2)
      val before = opened(1).size
      rest.post("/connectors/steady/tasks/1/restart").status shouldBe 204
      eventually(opened(1).size should be > before)
      haveOneEach("steady")
      produce(
        (0 until 10).map(i => new ProducerRecord[String, String]("steady-topic", Int.box(i % 2), null, s"$i")): _*
      )
      eventually(received(stage).size shouldBe 10)
      received(stage).groupBy(_.kafkaPartition()).map { case (it, all) => it -> all.size } shouldBe Map(0 -> 5, 1 -> 5)
    }

    "leave the group at once when they are not wanted any more" in {
      sharing("leaver")
      haveOneEach("leaver")
      val one = Seq("connector.class" -> classOf[io.troupe.node.stage.StageSink].getName, Stage.SETTING -> "leaver") ++
        Seq("topics" -> "leaver-topic", text, "tasks.max" -> "1")
      val body = one.map { case (key, value) => s""""$key":"$value"""" }.mkString("{", ",", "}")
      rest.put("/connectors/leaver/config", body).status shouldBe 200
      soon {
        members("leaver").view.mapValues(_.size).toMap shouldBe Map(instance("leaver", 0) -> 2)
      }
      rest.put("/connectors/leaver/stop").status shouldBe 204
      soon(members("leaver") shouldBe empty)
      rest.put("/connectors/leaver/resume").status shouldBe 202
      eventually(members("leaver") should have size 1)
      rest.delete("/connectors/leaver").status shouldBe 204
      soon(members("leaver") shouldBe empty)
    }
  }
}
