package io.troupe.worker.source

import io.troupe.worker.task.ActiveTopics
import io.troupe.persistence.offset.{CommittedMark, MarkPosition}
import io.troupe.worker.kafka.{Transacting, TopicCreation, TransactionFence}
import io.troupe.worker.metrics.TestMetrics
import io.troupe.worker.pipeline.Piping
import io.troupe.worker.task.TaskLoop.End
import io.troupe.worker.{Assignments, CallLog}
import org.apache.kafka.clients.producer.{MockProducer, RecordMetadata}
import org.apache.kafka.common.KafkaException
import org.apache.kafka.common.serialization.ByteArraySerializer
import org.apache.kafka.connect.errors.ConnectException
import org.apache.kafka.connect.source.{SourceRecord, SourceTask}
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

import java.util.{Collection => JCollection, List => JList, Map => JMap}
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** Walk 1 exactly once: what is prepared, committed and told, and in which order. */
class TransactionalLoopSpec extends AnyWordSpec with Matchers {

  private class Theatre(transforms: Map[String, String] = Map.empty) {
    val log = new CallLog
    val polls: mutable.Queue[() => JList[SourceRecord]] = mutable.Queue.empty
    var refuses = false
    var markMissing = false
    val seen = new java.util.HashMap[Integer, CommittedMark]()
    var told: () => Unit = () => ()
    val producer: MockProducer[Array[Byte], Array[Byte]] =
      new MockProducer[Array[Byte], Array[Byte]](
        Transacting.BROKERS,
        true,
        null,
        new ByteArraySerializer,
        new ByteArraySerializer
      ) {
        override def initTransactions(): Unit = {
          log.add("take over")
          super.initTransactions()
        }
        override def commitTransaction(): Unit = { log.add("commit in Kafka"); super.commitTransaction() }
      }

    private val offsets: TransactionalOffsets = new TransactionalOffsets {
      override def read(partitions: JCollection[String]): JMap[String, String] = JMap.of()
      override def marked(): Boolean = !markMissing
      override def prepare(offsets: JMap[String, String]): String = {
        log.add(s"prepare ${offsets.values.asScala.mkString}")
        if (refuses) throw new ConnectException("fenced")
        "7-a"
      }
      override def committed(position: MarkPosition): Unit = log.add("committed")
      override def end(): Unit = log.add("end")
      override def close(): Unit = ()
    }

    private val run: RunOffsets = new RunOffsets {
      override def atLeastOnce(): SourceOffsets = fail("exactly once is wanted")
      override def exactlyOnce(fence: TransactionFence, takeOver: Runnable): TransactionalOffsets = {
        log.add("open")
        takeOver.run()
        offsets
      }
    }

    private val task: SourceTask = new SourceTask {
      override def version: String = "1.0"
      override def start(props: JMap[String, String]): Unit = log.add("start")
      override def poll(): JList[SourceRecord] = if (polls.isEmpty) null else polls.dequeue()()
      override def commitRecord(record: SourceRecord, metadata: RecordMetadata): Unit = {
        log.add(s"commitRecord ${record.value}${if (metadata == null) " unsent" else ""}")
        told()
      }
      override def commit(): Unit = { log.add("commit"); told() }
      override def stop(): Unit = log.add("stop")
    }

    val loop = new TransactionalLoop(
      Assignments.assignment(Map("file" -> "a")),
      Assignments.settings(),
      task,
      Piping.source(transforms.asJava),
      new TransactionalClients(
        Transacting.transactions(producer, 0),
        Transacting.fence(seen),
        TopicCreation.byBroker(),
        run,
        SourceStage.threads,
        ActiveTopics.untracked(),
        () => JMap.of()
      ),
      TestMetrics.ofTask("source")
    )

    def give(values: String*): Unit = polls.enqueue { () =>
      values.zipWithIndex.map { case (value, i) =>
        new SourceRecord(JMap.of("file", "a"), JMap.of("n", i), "t", null, value)
      }.asJava
    }

    def started(): Theatre = { loop.start(); log.take(); this }
  }

  "An exactly-once source" should {
    "be started when it is certain how earlier transactions ended" in {
      val theatre = new Theatre
      theatre.loop.start()
      theatre.log.take() shouldBe Seq("open", "take over", "start")
    }

    "leave a mark before it starts when Kafka has none" in {
      val theatre = new Theatre
      theatre.markMissing = true
      theatre.seen.put(0, new CommittedMark("7-a", null))
      theatre.loop.start()
      theatre.log.take() shouldBe Seq("open", "take over", "prepare ", "commit in Kafka", "committed", "start")
      theatre.producer.history().asScala.map(_.topic) shouldBe Seq("connect-offsets")
    }

    "not start when it cannot read the mark that it has left" in {
      val theatre = new Theatre
      theatre.markMissing = true
      a[ConnectException] should be thrownBy theatre.loop.start()
      theatre.log.take() should not contain "start"
    }

    "prepare offsets, commit, and take note, in this order" in {
      val theatre = new Theatre().started()
      theatre.give("a", "b")
      theatre.loop.turn()
      theatre.log.take() shouldBe
        Seq("prepare {\"n\":1}", "commit in Kafka", "committed", "commitRecord a", "commitRecord b", "commit")
      theatre.producer.history().asScala.map(_.topic) shouldBe Seq("t", "t", "connect-offsets")
      val mark = theatre.producer.history().get(2)
      new String(mark.key) shouldBe """["troupe transactions of g",{"connector":"orders","task":0}]"""
      new String(mark.value) shouldBe """{"mark":"7-a"}"""
    }

    "need no transaction when there is nothing to write" in {
      val theatre = new Theatre().started()
      theatre.loop.turn()
      theatre.log.take() shouldBe Seq("commit")
      theatre.producer.commitCount() shouldBe 0
    }

    "take note of dropped records with the commit, without offsets of theirs" in {
      val theatre = new Theatre(Map("transforms" -> "drop", "transforms.drop.type" -> "Filter")).started()
      theatre.give("a")
      theatre.loop.turn()
      theatre.log.take() shouldBe Seq("commitRecord a unsent", "commit")
    }

    "commit nothing that it was not allowed to prepare" in {
      val theatre = new Theatre().started()
      theatre.refuses = true
      theatre.give("a")
      a[ConnectException] should be thrownBy theatre.loop.turn()
      theatre.loop.stop(End.FAILED)
      theatre.log.take() shouldBe Seq("prepare {\"n\":0}", "stop", "end")
      theatre.producer.commitCount() shouldBe 0
      theatre.producer.closed shouldBe true
    }

    "write nothing where the marks of its transactions are" in {
      val theatre = new Theatre().started()
      theatre.polls.enqueue(() =>
        JList.of(new SourceRecord(JMap.of("file", "a"), JMap.of("n", 0), "connect-offsets", null, "x"))
      )
      the[ConnectException] thrownBy theatre.loop.turn() should have message
        "A source task may not write to its own offsets topic connect-offsets: the marks of its transactions are kept there"
      theatre.producer.history().isEmpty shouldBe true
    }

    "not claim what Kafka did not commit" in {
      val theatre = new Theatre().started()
      theatre.producer.commitTransactionException = new KafkaException("fenced")
      theatre.give("a")
      a[KafkaException] should be thrownBy theatre.loop.turn()
      theatre.loop.stop(End.FAILED)
      theatre.log.take() shouldBe Seq("prepare {\"n\":0}", "commit in Kafka", "stop", "end")
    }

    "not be hurt by errors of its plugin when it is told of records and commits" in {
      val theatre = new Theatre().started()
      theatre.told = () => throw new NoClassDefFoundError("com/example/Audit")
      theatre.give("a")
      theatre.loop.turn()
      theatre.give("b")
      theatre.loop.turn()
      theatre.producer.commitCount() shouldBe 2
      theatre.loop.stop(End.FOR_GOOD)
    }

    "commit nothing once it is given up" in {
      val theatre = new Theatre().started()
      theatre.polls.enqueue { () => theatre.loop.abandon(); null }
      theatre.loop.turn()
      theatre.loop.stop(End.FOR_GOOD)
      theatre.log.take() shouldBe Seq("stop")
    }
  }
}
