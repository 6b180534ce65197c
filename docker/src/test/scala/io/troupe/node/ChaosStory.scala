package io.troupe.node

import java.nio.file.Files
import java.util.concurrent.TimeUnit
import org.apache.kafka.clients.admin.{Admin, NewPartitions}
import org.apache.kafka.clients.producer.{KafkaProducer, ProducerRecord}
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.serialization.StringSerializer
import org.scalatest.time.{Millis, Minutes, Span}
import scala.collection.mutable
import scala.jdk.CollectionConverters._
import scala.util.Random

/** A quarter of an hour (`-Dchaos.minutes`) in which workers are killed, stopped, frozen and cut off, the database goes
  * away, and users change what runs, by chance (`-Dchaos.seed`): every record of every partition comes through, in
  * order, no commit goes back, no connector vanishes, and where one run of a task has taken over none of before writes.
  */
trait ChaosStory extends CutOffStory {

  override def settings: Map[String, String] = super.settings.updated("troupe.restart.policy", "backoff")
  implicit override val patienceConfig: PatienceConfig = PatienceConfig(Span(2, Minutes), Span(200, Millis))

  private val seed = Option(System.getProperty("chaos.seed")).fold(new Random().nextLong())(_.toLong)
  private val minutes = Option(System.getProperty("chaos.minutes")).fold(15L)(_.toLong)
  private val chance = new Random(seed)
  private lazy val workers = new Array[Program](nodes)
  private var lives = 0

  /** How long a worker that was frozen may write what it had in hand, in milliseconds. */
  private val awakening = 3000L
  private val freezes = mutable.ArrayBuffer.empty[(Long, Long)]

  private lazy val followed = Files.createDirectories(home.resolve("followed"))
  private lazy val matched = Files.createDirectories(home.resolve("matched"))
  private lazy val admin = Admin.create(client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava)
  private lazy val producer = new KafkaProducer[String, String](
    client.view.mapValues(_.asInstanceOf[Object]).toMap.asJava,
    new StringSerializer,
    new StringSerializer
  )

  /** Topics that came later, and how many records each of their partitions has. */
  private val produced = mutable.Map.empty[TopicPartition, Long].withDefaultValue(0L)
  private var shift = 0
  private var ballast = 0

  override protected def afterAll(): Unit =
    try {
      producer.close()
      admin.close()
    } finally super.afterAll()

  private def begin(number: Int): Unit = {
    lives += 1
    workers(number) = start(number, s"life-$lives")
  }

  private type Blow = (String, Int => Unit)

  private val onWorkers: Seq[Blow] = Seq(
    "kill -9" -> ((number: Int) => workers(number).kill()),
    "SIGTERM" -> ((number: Int) => workers(number).terminate()),
    "freeze" -> { (number: Int) =>
      val since = System.currentTimeMillis()
      workers(number).freeze()
      pause(5 + chance.nextInt(20))
      workers(number).thaw()
      val _ = freezes += ((since - awakening, System.currentTimeMillis() + awakening))
    },
    "database away" -> { (_: Int) =>
      database.goAway()
      pause(5 + chance.nextInt(55))
      database.comeBack()
    }
  ) ++ Option.when(Namespaces.permitted)("partition" -> { (number: Int) =>
    net.cut(number)
    pause(5 + chance.nextInt(20))
    net.mend(number)
  })

  private val byUsers: Seq[Blow] = Seq(
    "a topic more" -> { (number: Int) =>
      createTopic(s"more-${topics.size}", 1 + chance.nextInt(3))
      produce()
      change(number, "follow", "topics" -> topics.mkString(","))
    },
    "partitions more" -> { (_: Int) =>
      val topic = topics(chance.nextInt(topics.size))
      val now = admin.describeTopics(java.util.List.of(topic)).allTopicNames().get(30, TimeUnit.SECONDS).get(topic)
      val more = NewPartitions.increaseTo(now.partitions().size() + 2)
      admin.createPartitions(java.util.Map.of(topic, more)).all().get(30, TimeUnit.SECONDS)
      produce()
    },
    "other tasks for its partitions" -> { (number: Int) =>
      shift += 1
      change(number, "count", "tick.shift" -> shift.toString)
    },
    "a large configuration" -> { (number: Int) => change(number, "large", large: _*) },
    "fewer or more sink tasks" -> { (number: Int) =>
      change(number, "follow", "tasks.max" -> (1 + chance.nextInt(3)).toString)
    },
    "restart" -> { (number: Int) =>
      val _ = eventually(workers(number).rest.post("/connectors/follow/restart?includeTasks=true"))
    }
  )

  private def topics: Seq[String] = admin
    .listTopics()
    .names()
    .get(30, TimeUnit.SECONDS)
    .asScala
    .filter(_.startsWith("more-"))
    .toSeq
    .sortBy(_.drop("more-".length).toInt)

  /** Half a mebibyte, with another text each time. */
  private def large: Seq[(String, String)] = {
    ballast += 1
    Seq("tick.ballast" -> s"$ballast-".padTo(512 * 1024, 'x'))
  }

  private def change(number: Int, name: String, settings: (String, String)*): Unit = eventually {
    val rest = workers(number).rest
    rest.put(s"/connectors/$name/config", Rest.json(rest.config(name) ++ settings)).status shouldBe 200
  }

  /** Ten records into each partition of the topics that came later. */
  private def produce(): Unit = {
    val partitions = admin
      .describeTopics(topics.asJava)
      .allTopicNames()
      .get(30, TimeUnit.SECONDS)
      .asScala
      .flatMap { case (topic, it) => it.partitions().asScala.map(each => new TopicPartition(topic, each.partition())) }
    for (partition <- partitions; _ <- 1 to 10) {
      val record = new ProducerRecord[String, String](partition.topic(), partition.partition(), null, "more")
      producer.send(record).get(30, TimeUnit.SECONDS)
      produced(partition) += 1
    }
  }

  private def pause(seconds: Int): Unit = {
    val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds)
    eventually(System.nanoTime() should be >= end)
  }

  protected def treatBadly(): Unit = {
    say(s"seed $seed")
    if (Namespaces.permitted) net else say(s"without partitions: ${Namespaces.refusal}")
    createTopic()
    createTopic("more-0", 2)
    createTopic("large", 3)
    workers.indices.foreach(begin)
    workers.foreach(_.address)
    val rest = workers(0).rest
    count(rest).status shouldBe 201
    note(rest).status shouldBe 201
    // The only task of a sink finds new partitions when its consumer looks for them, as it does every five minutes.
    sink(
      rest,
      "follow",
      2,
      followed,
      "topics" -> "more-0",
      "consumer.override.metadata.max.age.ms" -> "60000"
    ).status shouldBe 201
    sink(
      rest,
      "match",
      2,
      matched,
      "topics.regex" -> "more-.*",
      "consumer.override.metadata.max.age.ms" -> "10000"
    ).status shouldBe 201
    source(rest, "large", 3, "large", large: _*).status shouldBe 201
    produce()
    recovered()
    val end = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes)
    var before = progress(0)
    while (System.nanoTime() < end) {
      val blows = if (chance.nextInt(3) == 0) onWorkers else byUsers
      val (what, blow) = blows(chance.nextInt(blows.size))
      val number = chance.nextInt(workers.length)
      say(s"$what, worker $number")
      blow(number)
      recovered()
      val now = progress(number)
      now.behind(before) shouldBe empty
      before = now
    }
    account()
  }

  /** As a worker tells it: one that was cut off may learn that it was removed, and begin anew, when all seems well. */
  private def progress(number: Int): Progress = eventually(Progress.read(workers(number).rest, admin))

  private def account(): Unit = {
    eventually(workers(0).rest.put("/connectors/count/stop").status shouldBe 204)
    val written = ticks.written
    written.foreach(Ticks.outOfOrder(_) shouldBe empty)
    eventually(ticks.taken.map(_.map(_.number).max + 1) shouldBe ticks.written.map(_.size.toLong))
    ticks.taken.foreach(Ticks.outOfOrder(_) shouldBe empty)
    everythingTaken()
    val late = written.map(Ticks.afterwards)
    say(s"${written.map(_.size).sum} records, ${written.flatMap(Ticks.repeats).sum} of them repeats, ${late
        .map(_.size)
        .sum} by runs whose place another one had taken; ${produced.values.sum} in ${produced.size} partitions more")
    late.flatten.filterNot(it =>
      freezes.exists { case (since, until) => it.millis >= since && it.millis <= until }
    ) shouldBe
      empty
  }

  /** Of topics and partitions that came later. */
  private def everythingTaken(): Unit = eventually {
    Seq(followed, matched).foreach { folder =>
      val taken = Ticks.taken(folder)
      produced.foreach { case (partition, count) =>
        withClue(s"$partition in ${folder.getFileName}: ") {
          taken.getOrElse(partition, Seq.empty).map(_.number).distinct.sorted shouldBe (0L until count)
        }
      }
    }
  }

  /** Whoever has ended is started again; then all of them work, each partition moves, and each connector is there. */
  private def recovered(): Unit = {
    val since = System.currentTimeMillis()
    eventually {
      workers.indices.filterNot(workers(_).isAlive).foreach(begin)
      workers.foreach { it =>
        val names = it.rest.get("/connectors").body.elements().asScala.map(_.asText()).toSet
        names shouldBe Set("count", "note", "follow", "match", "large")
        it.rest.states("large") shouldBe "RUNNING: RUNNING, RUNNING, RUNNING"
      }
      ticks.written.map(_.count(_.millis > since)).min should be > 10
      ticks.taken.map(_.count(_.millis > since)).min should be > 10
    }
    say(s"  well again after ${System.currentTimeMillis() - since} ms")
    everythingTaken()
    say(s"  everything taken after ${System.currentTimeMillis() - since} ms")
  }
}
