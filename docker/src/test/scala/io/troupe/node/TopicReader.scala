package io.troupe.node

import java.time.Duration
import org.apache.kafka.clients.consumer.{ConsumerRecord, KafkaConsumer}
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.serialization.ByteArrayDeserializer
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** Reads the only partition of a topic from its beginning, as bytes, and keeps what it has read. */
final class TopicReader(topic: String, client: Map[String, String]) extends AutoCloseable {

  private type Record = ConsumerRecord[Array[Byte], Array[Byte]]

  private val consumer = new KafkaConsumer[Array[Byte], Array[Byte]](
    Map.newBuilder[String, Object].addAll(client).addOne("auto.offset.reset" -> "earliest").result().asJava,
    new ByteArrayDeserializer,
    new ByteArrayDeserializer
  )
  private val partition = java.util.List.of(new TopicPartition(topic, 0))
  private val read = mutable.ArrayBuffer.empty[Record]
  consumer.assign(partition)

  /** All records until now. */
  def records: Seq[Record] = {
    val end = consumer.endOffsets(partition).values().iterator().next()
    val deadline = System.nanoTime() + 30000000000L
    while (consumer.position(partition.get(0)) < end && System.nanoTime() < deadline) {
      consumer.poll(Duration.ofMillis(200)).forEach(read += _)
    }
    read.toSeq
  }

  override def close(): Unit = consumer.close()
}
