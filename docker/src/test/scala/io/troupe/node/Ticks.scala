package io.troupe.node

import java.nio.file.{Files, Path}
import java.time.Duration
import org.apache.kafka.clients.consumer.KafkaConsumer
import org.apache.kafka.common.TopicPartition
import org.apache.kafka.common.serialization.StringDeserializer
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** What one task did in one partition, in the order in which it did it.
  *
  * @param millis
  *   when
  * @param number
  *   its number of a source's record, its offset of a sink's
  * @param writer
  *   the run of a task that wrote a source's record
  */
final case class Tick(millis: Long, number: Long, writer: String = "")

/** What the tasks of a ticking source and a ticking sink have done until now: it reads on whenever it is asked. */
final class Ticks(topic: String, partitions: Int, folder: Path, client: Map[String, String]) extends AutoCloseable {

  private val consumer = new KafkaConsumer[String, String](
    client.view.mapValues(_.asInstanceOf[Object]).toMap.updated("auto.offset.reset", "earliest").asJava,
    new StringDeserializer,
    new StringDeserializer
  )
  private val all = (0 until partitions).map(new TopicPartition(topic, _))
  private val read = all.map(_ => mutable.ArrayBuffer.empty[Tick])
  consumer.assign(all.asJava)

  /** Of each partition of the source. */
  def written: Seq[Seq[Tick]] = {
    val ends = consumer.endOffsets(all.asJava).asScala
    val deadline = System.nanoTime() + 30000000000L
    while (ends.exists { case (it, end) => consumer.position(it) < end } && System.nanoTime() < deadline) {
      consumer
        .poll(Duration.ofMillis(100))
        .forEach(it => read(it.partition()) += Tick(it.timestamp(), it.value().toLong, it.key()))
    }
    read.map(_.toSeq)
  }

  /** Of each partition of the sink; a line in progress is left out. */
  def taken: Seq[Seq[Tick]] = {
    val ticks = Ticks.taken(folder)
    all.map(ticks.getOrElse(_, Seq.empty))
  }

  override def close(): Unit = consumer.close()
}

object Ticks {

  /** What the tasks of ticking sinks noted in this folder, by partition; a line in progress is left out. */
  def taken(folder: Path): Map[TopicPartition, Seq[Tick]] = {
    val files = Files.list(folder)
    val lines =
      try
        files
          .toList()
          .asScala
          .toSeq
          .filter(_.getFileName.toString.startsWith("sink-"))
          .flatMap(it => Files.readString(it).linesWithSeparators.filter(_.endsWith("\n")).toSeq)
      finally files.close()
    lines
      .map(_.trim.split(' '))
      .collect { case Array(millis, partition, offset, _, topic) =>
        new TopicPartition(topic, partition.toInt) -> Tick(millis.toLong, offset.toLong)
      }
      .groupMap(_._1)(_._2)
      .view
      .mapValues(_.sortBy(_.millis))
      .toMap
  }

  /** Records of a run that come after another one has begun to write in its place. */
  def afterwards(ticks: Seq[Tick]): Seq[Tick] = {
    val latest = ticks.map(_.writer).distinct.zipWithIndex.toMap
    ticks
      .zip(ticks.scanLeft(-1)((most, tick) => most.max(latest(tick.writer))))
      .collect { case (tick, most) if latest(tick.writer) < most => tick }
  }

  /** The longest time since then in which nothing happened in a partition, in milliseconds; until now, if need be. */
  def silence(ticks: Seq[Tick], since: Long): Long = {
    val times = since +: ticks.map(_.millis).filter(_ > since).sorted :+ System.currentTimeMillis()
    times.zip(times.tail).map { case (before, after) => after - before }.max
  }

  /** How many numbers came again at each point where the count went back. */
  def repeats(ticks: Seq[Tick]): Seq[Long] =
    ticks.zip(ticks.drop(1)).collect {
      case (before, after) if after.number <= before.number => before.number - after.number + 1
    }

  /** Numbers that came for the first time, but not right after the one before them. */
  def outOfOrder(ticks: Seq[Tick]): Seq[Long] =
    ticks
      .foldLeft((-1L, Seq.empty[Long])) { case ((last, wrong), tick) =>
        if (tick.number <= last) (last, wrong)
        else (tick.number, if (tick.number == last + 1) wrong else wrong :+ tick.number)
      }
      ._2

  /** Numbers that never came. */
  def missing(ticks: Seq[Tick]): Seq[Long] =
    (0L to ticks.map(_.number).maxOption.getOrElse(-1L)).filterNot(ticks.map(_.number).toSet)
}
