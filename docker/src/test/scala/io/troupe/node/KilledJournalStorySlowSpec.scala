package io.troupe.node

import java.nio.file.{Files, Path}
import java.sql.Connection
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import scala.jdk.CollectionConverters._
import scala.util.Random

import com.typesafe.config.ConfigFactory
import io.troupe.persistence.journal.{JournalHealth, JournalSchema, JournalSettings}
import org.apache.pekko.actor.typed.ActorSystem
import org.apache.pekko.actor.typed.javadsl.Behaviors

/** A process that commits as fast as it can, while the file is made smaller again and again, is killed many times: what
  * was acknowledged is there, and the file does not grow.
  */
class KilledJournalStorySlowSpec extends Story {

  private val kills = 60

  /** Seconds after which a process that was not killed does not commit any more. */
  private val stuck = 90L

  "An embedded journal whose process is killed" should {

    "have all that was acknowledged, in a file that stays small" in {
      val folder = this.folder("killed-journal")
      val file = folder.resolve("journal.mv.db")
      val random = new Random()
      val acknowledged = Array.fill(Committing.Writers)(0L)
      var longest = 0L
      (1 to kills).foreach { kill =>
        val process = new ProcessBuilder(
          Path.of(System.getProperty("java.home"), "bin", "java").toString,
          "-cp",
          System.getProperty("java.class.path"),
          Committing.getClass.getName.stripSuffix("$"),
          folder.resolve("journal").toString
        ).redirectErrorStream(true).start()
        val begun = System.nanoTime()
        val life = TimeUnit.MILLISECONDS.toNanos(6000 + random.nextInt(4000))
        val hung = new AtomicBoolean()
        process.toHandle.onExit().orTimeout(stuck, TimeUnit.SECONDS).exceptionally { _ =>
          hung.set(true)
          process.toHandle.destroyForcibly()
          null
        }
        val lines = process.inputReader().lines().iterator().asScala
        lines.map(_.split(' ')).foreach {
          case Array("found", writer, number) =>
            withClue(s"before kill $kill, writer $writer: ")(number.toLong should be >= acknowledged(writer.toInt))
          case Array("recorded", writer, number) =>
            acknowledged(writer.toInt) = number.toLong
            // The process's own way to be killed would close what it has said and nobody has read yet.
            if (System.nanoTime() - begun > life) process.toHandle.destroyForcibly()
          case _ =>
        }
        withClue(s"before kill $kill: ")((process.waitFor(), hung.get()) shouldBe ((137, false)))
        longest = longest.max(Files.size(file))
      }
      info(s"$kills kills, ${acknowledged.sum} commits, the file had at most ${longest >> 20} MiB")
      acknowledged.foreach(_ should be > 1000L)
      longest should be < (128L << 20)
    }
  }
}

/** The process: each of its writers tells what it found, and then what it has committed. */
object Committing {

  val Writers = 4

  def main(arguments: Array[String]): Unit = {
    val all = ConfigFactory
      .parseString(s"""troupe.database.url = "jdbc:h2:file:${arguments(0)}"""")
      .withFallback(ConfigFactory.load())
      .resolve()
    val settings = JournalSettings.of(all)
    JournalSchema.migrate(settings)
    val system =
      ActorSystem.create(Behaviors.empty[Void], "committing", settings.toConfig.withFallback(all).resolve())
    JournalHealth.of(system)
    (0 until Writers).foreach { writer =>
      val thread = new Thread(() => write(settings, writer))
      // What a writer runs into ends the process, and not as a kill does.
      thread.setUncaughtExceptionHandler { (_, failure) =>
        failure.printStackTrace()
        Runtime.getRuntime.halt(1)
      }
      thread.start()
    }
  }

  private def write(settings: JournalSettings, writer: Int): Unit = {
    val connection = settings.connect()
    val found = latest(connection, writer)
    say(s"found $writer $found")
    val write = connection.prepareStatement(
      """INSERT INTO "troupe_fact" ("deleted", "persistence_id", "sequence_number", "writer", "write_timestamp",
        "adapter_manifest", "event_payload", "event_ser_id", "event_ser_manifest")
        VALUES (FALSE, ?, ?, 'writer', 0, '', ?, 735505, '')"""
    )
    val delete = connection.prepareStatement(
      """DELETE FROM "troupe_fact" WHERE "persistence_id" = ? AND "sequence_number" <= ?"""
    )
    Iterator.iterate(found + 1)(_ + 1).foreach { number =>
      write.setString(1, s"writer-$writer")
      write.setLong(2, number)
      write.setBytes(3, new Array[Byte](220))
      write.executeUpdate()
      say(s"recorded $writer $number")
      if (number % 200 == 0) {
        delete.setString(1, s"writer-$writer")
        delete.setLong(2, number - 200)
        delete.executeUpdate()
      }
    }
  }

  private def latest(connection: Connection, writer: Int): Long = {
    val query = connection.prepareStatement(
      """SELECT MAX("sequence_number") FROM "troupe_fact" WHERE "persistence_id" = ?"""
    )
    try {
      query.setString(1, s"writer-$writer")
      val row = query.executeQuery()
      row.next()
      row.getLong(1)
    } finally query.close()
  }

  private def say(line: String): Unit = synchronized(System.out.println(line))
}
