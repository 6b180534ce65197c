package io.troupe.worker.sink

import io.troupe.worker.errors.ErrorReporter
import io.troupe.worker.kafka.SinkGroup
import io.troupe.worker.metrics.{TaskMetrics, TestMetrics}
import io.troupe.worker.pipeline.Piping
import io.troupe.worker.task.{ActiveTopics, TaskReport}
import io.troupe.worker.{Assignments, CallLog, WorkerSettings}
import org.apache.kafka.clients.consumer._
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.errors.WakeupException
import org.apache.kafka.connect.sink.{SinkRecord, SinkTask, SinkTaskContext}

import java.time.Duration
import java.util.concurrent.{CompletableFuture, ConcurrentLinkedQueue}
import java.util.regex.Pattern
import java.util.{Collection => JCollection, Map => JMap}
import scala.annotation.nowarn
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** A sink loop between a consumer that has what it is given and a task that does what it is told to. */
class SinkStage(
    settings: WorkerSettings = Assignments.settings(),
    transforms: Map[String, String] = Map.empty,
    reporter: Option[ErrorReporter] = None,
    wakesDuringCommit: Int = 0,
    metadataMaxAge: Duration = Assignments.Never,
    connector: Map[String, String] = Map("tasks.max" -> "2")
) {
  val metrics: TaskMetrics = TestMetrics.ofTask("sink")
  private val pipeline = Piping.sink(transforms.asJava, reporter.toSeq: _*)
  type Offsets = JMap[TopicPartition, OffsetAndMetadata]

  val A = new TopicPartition("t", 0)
  val B = new TopicPartition("t", 1)
  val log = new CallLog
  val topicsUsed = new ConcurrentLinkedQueue[TaskReport.TopicUsed]
  val topics = new ActiveTopics(0, topicsUsed.add(_))

  /** Commits that wait for their answer, while answering is off. */
  val unanswered: mutable.Queue[() => Unit] = mutable.Queue.empty
  var answering = true
  var commitFailure: Exception = _
  var memberId = "member"
  var listener: ConsumerRebalanceListener = _

  val consumer: MockConsumer[Array[Byte], Array[Byte]] = new MockConsumer[Array[Byte], Array[Byte]]("earliest") {
    override def subscribe(topics: JCollection[String], callback: ConsumerRebalanceListener): Unit = {
      listener = callback
      super.subscribe(topics, callback)
    }

    /** Empty while it is about to join. */
    @nowarn("cat=deprecation") // tests cannot make one otherwise
    override def groupMetadata: ConsumerGroupMetadata =
      new ConsumerGroupMetadata("connect-orders", 1, memberId, java.util.Optional.empty[String])

    override def enforceRebalance(reason: String): Unit = {
      log.add("rejoin")
      super.enforceRebalance(reason)
    }

    override def beginningOffsets(
        partitions: JCollection[TopicPartition],
        timeout: Duration
    ): JMap[TopicPartition, java.lang.Long] = {
      log.add(s"look for ${partitions.asScala.mkString(",")}")
      JMap.of()
    }

    override def commitAsync(offsets: Offsets, callback: OffsetCommitCallback): Unit = {
      log.add(s"commit ${shown(offsets)}")
      val answer = () => callback.onComplete(offsets, commitFailure)
      if (answering) answer() else { unanswered += answer; () }
    }

    private var wakes = wakesDuringCommit

    override def commitSync(offsets: Offsets, timeout: Duration): Unit =
      if (wakes > 0) {
        wakes -= 1
        throw new WakeupException
      } else log.add(s"commit and wait ${shown(offsets)}")

    /** As a real one does it: what it has is revoked first. */
    override def close(options: CloseOptions): Unit = {
      if (!assignment.isEmpty) listener.onPartitionsRevoked(assignment)
      log.add(s"leave ${options.groupMembershipOperation}")
      super.close(options)
    }
  }

  /** What Kafka says of the group. */
  var coverage: () => CompletableFuture[SinkGroup.Coverage] = () =>
    CompletableFuture.completedFuture(new SinkGroup.Coverage(true, java.util.Set.of()))
  private val group = new SinkGroup {
    override def coverage(topics: JCollection[String]): CompletableFuture[SinkGroup.Coverage] = {
      log.add(s"look at ${topics.asScala.mkString(",")}")
      SinkStage.this.coverage()
    }
    override def coverage(topics: Pattern): CompletableFuture[SinkGroup.Coverage] = {
      log.add(s"look at $topics")
      SinkStage.this.coverage()
    }
    override def claim(task: Int): Unit = ()
    override def vacate(task: Int): CompletableFuture[Void] = {
      log.add(s"vacate $task")
      CompletableFuture.completedFuture(null)
    }
    override def seated(from: Int): CompletableFuture[JMap[String, String]] =
      CompletableFuture.completedFuture(JMap.of())
    override def vacate(seated: JMap[String, String]): CompletableFuture[Void] = CompletableFuture.completedFuture(null)
  }

  class Task extends SinkTask {
    def ask: SinkTaskContext = context
    override def version: String = "1.0"
    override def start(props: JMap[String, String]): Unit = log.add("start")
    override def open(partitions: JCollection[TopicPartition]): Unit = log.add(s"open ${shown(partitions)}")
    override def put(records: JCollection[SinkRecord]): Unit = {
      log.add(records.asScala.map(_.value).mkString("put [", ",", "]"))
      onPut(records.asScala.map(_.value.toString).toSeq)
    }
    def onPut(values: Seq[String]): Unit = ()
    override def preCommit(offsets: Offsets): Offsets = { log.add(s"preCommit ${shown(offsets)}"); offsets }
    override def close(partitions: JCollection[TopicPartition]): Unit = log.add(s"close ${shown(partitions)}")
    override def stop(): Unit = log.add("stop")
  }

  def loop(task: Task): SinkLoop = new SinkLoop(
    Assignments.assignment(Map("topics" -> "t"), connector),
    settings,
    task,
    pipeline,
    new SinkClients(consumer, group, metadataMaxAge, null, reporter.isDefined, topics, () => JMap.of("topics", "t")),
    metrics
  )

  /** Has both partitions and was given nothing yet. */
  def started(task: Task = new Task): SinkLoop = {
    val made = loop(task)
    made.start()
    consumer.updateBeginningOffsets(JMap.of(A, Long.box(0), B, Long.box(0)))
    assigned(A, B)
    made.turn()
    log.take()
    made
  }

  /** In the next poll the group gives the task these partitions. */
  def assigned(partitions: TopicPartition*): Unit =
    consumer.schedulePollTask(() => consumer.rebalance(partitions.asJava))

  /** The same, and the same poll finds these records in it. */
  def assignedAndGiven(partition: TopicPartition)(values: String*): Unit = consumer.schedulePollTask { () =>
    consumer.rebalance(java.util.List.of(partition))
    give(partition, values: _*)
  }

  /** In the next poll the partition goes elsewhere. */
  def schedulingRevocation(partition: TopicPartition): Unit =
    consumer.schedulePollTask(() => listener.onPartitionsRevoked(java.util.List.of(partition)))

  private val ends = mutable.Map.empty[TopicPartition, Long].withDefaultValue(0L)

  /** The next poll finds these records in the partition. */
  def give(partition: TopicPartition, values: String*): Unit = for (value <- values) {
    consumer.addRecord(
      new ConsumerRecord(partition.topic, partition.partition, ends(partition), Array.emptyByteArray, value.getBytes)
    )
    ends(partition) += 1
  }

  private def shown(offsets: Offsets): String =
    offsets.asScala
      .map { case (partition, offset) => s"${partition.partition}=${offset.offset}" }
      .toSeq
      .sorted
      .mkString("{", ",", "}")

  private def shown(partitions: JCollection[TopicPartition]): String =
    partitions.asScala.map(_.partition).toSeq.sorted.mkString("{", ",", "}")
}
