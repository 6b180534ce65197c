package io.troupe.worker.source

import io.troupe.worker.kafka.TopicCreation
import io.troupe.worker.metrics.{TaskMetrics, TestMetrics}
import io.troupe.worker.pipeline.Piping
import io.troupe.worker.task.{ActiveTopics, TaskReport}
import io.troupe.worker.{Assignments, CallLog, WorkerSettings}
import org.apache.kafka.clients.producer.{Callback, MockProducer, ProducerRecord, RecordMetadata}
import org.apache.kafka.common.serialization.ByteArraySerializer
import org.apache.kafka.connect.source.{SourceRecord, SourceTask, SourceTaskContext}

import java.util.concurrent.{CompletableFuture, ConcurrentLinkedQueue, Future}
import java.util.{List => JList, Map => JMap}
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** A source loop between a task that polls what it is told to and a producer that acknowledges when it is told to. */
class SourceStage(settings: WorkerSettings = Assignments.settings(), transforms: Map[String, String] = Map.empty) {
  val metrics: TaskMetrics = TestMetrics.ofTask("source")
  val log = new CallLog
  val offsets = new RecordedOffsets
  val topicsUsed = new ConcurrentLinkedQueue[TaskReport.TopicUsed]
  val topics = new ActiveTopics(0, used => { onTopic(); topicsUsed.add(used); () })
  offsets.answerBy { () => log.add("record"); CompletableFuture.completedFuture(null) }

  /** What each next poll gives; null when there is nothing more. */
  val polls: mutable.Queue[() => JList[SourceRecord]] = mutable.Queue.empty

  /** Runs on the producer's thread whenever a topic is used for the first time. */
  var onTopic: () => Unit = () => ()

  /** What the producer refuses at once, as one that is too large for it. */
  var refused: Map[String, Exception] = Map.empty

  /** Runs in the middle of the next sends. */
  var onSend: () => Unit = () => ()

  val producer: MockProducer[Array[Byte], Array[Byte]] =
    new MockProducer[Array[Byte], Array[Byte]](false, null, new ByteArraySerializer, new ByteArraySerializer) {
      override def send(
          record: ProducerRecord[Array[Byte], Array[Byte]],
          callback: Callback
      ): Future[RecordMetadata] = {
        val result = refused.get(new String(record.value)) match {
          case Some(why) => callback.onCompletion(null, why); CompletableFuture.failedFuture[RecordMetadata](why)
          case None => super.send(record, callback)
        }
        log.add(s"send ${new String(record.value)}")
        onSend()
        result
      }
    }

  class Task extends SourceTask {
    def seen: SourceTaskContext = context
    override def version: String = "1.0"
    override def start(props: JMap[String, String]): Unit = log.add("start")
    override def poll(): JList[SourceRecord] = {
      log.add("poll")
      if (polls.isEmpty) null else polls.dequeue()()
    }
    override def commitRecord(record: SourceRecord, metadata: RecordMetadata): Unit =
      log.add(s"commitRecord ${record.value}${if (metadata == null) " unsent" else ""}")
    override def commit(): Unit = log.add("commit")
    override def stop(): Unit = log.add("stop")
  }

  def loop(task: Task = new Task): SourceLoop = new SourceLoop(
    Assignments.assignment(Map("file" -> "a")),
    settings,
    task,
    Piping.source(transforms.asJava),
    new SourceClients(
      producer,
      TopicCreation.byBroker(),
      offsets,
      SourceStage.threads,
      topics,
      () => JMap.of("file", "a")
    ),
    metrics
  )

  def started(task: Task = new Task): SourceLoop = {
    val made = loop(task)
    made.start()
    log.take()
    made
  }

  /** The next poll gives these records; each has its place in the whole as its offset. */
  def give(values: String*): Unit = polls.enqueue { () => values.map(record).asJava }

  private var position = 0

  /** Where the next records go. */
  var topic = "t"

  private def record(value: String): SourceRecord = {
    position += 1
    new SourceRecord(JMap.of("file", "a"), JMap.of("position", position), topic, null, value)
  }

  /** Acknowledges what is under way as soon as this thread waits for it. */
  def acknowledgeOnceAwaited[T](waiting: => T): T = {
    val here = Thread.currentThread
    val broker = new Thread(() => {
      while (here.getState != Thread.State.TIMED_WAITING) Thread.onSpinWait()
      while (producer.completeNext()) {}
    })
    broker.start()
    try waiting
    finally broker.join()
  }

  def recorded: Seq[Map[String, String]] = offsets.asked.asScala.map(_.asScala.toMap).toSeq

  def at(position: Int): Map[String, String] = Map("""{"file":"a"}""" -> s"""{"position":$position}""")
}

object SourceStage {
  val threads = new CommitThreads
}
