package io.troupe.node

import java.nio.file.{Files, Path, StandardOpenOption}
import java.util.concurrent.TimeUnit
import org.scalatest.BeforeAndAfterAll
import scala.util.Try

/** A worker whose embedded journal is on a disk that fills up, and is freed again: a small file system in memory, which
  * takes the rights of an administrator on Linux.
  */
class FullDiskStorySlowSpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("full-disk")
  private lazy val disk = Files.createDirectories(home.resolve("disk"))
  private lazy val ballast = disk.resolve("ballast")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val input = Files.createFile(home.resolve("input.txt"))
  private lazy val copy = home.resolve("copy.txt")
  private lazy val mounted = run("mount", "-t", "tmpfs", "-o", "size=48m", "troupe-story", disk.toString)
  private var running = Option.empty[Program]
  private var written = 0

  override protected def afterAll(): Unit =
    try running.foreach(it => Try(it.kill()))
    finally {
      if (mounted) run("umount", disk.toString)
      broker.close()
    }

  private def run(command: String*): Boolean = Try {
    val process = new ProcessBuilder(command: _*).redirectErrorStream(true).start()
    process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
  }.getOrElse(false)

  private lazy val settings: Path = {
    val own = workerProperties(broker.bootstrapServers(), disk) ++
      Map("group.id" -> "full-disk", "offset.flush.interval.ms" -> "200")
    Story.propertiesFile(home.resolve("worker.properties"), own)
  }

  private def start(log: String): Program = {
    val program = Program.troupe(distribution, home.resolve(log), "worker", settings.toString)
    running = Some(program)
    program
  }

  /** To the last byte. */
  private def fill(): Unit = {
    val some = new Array[Byte](4096)
    val out = Files.newOutputStream(ballast)
    try while (Try(out.write(some)).isSuccess) ()
    finally Try(out.close())
    ()
  }

  private def grow(lines: Int): Unit = {
    val more = (written until written + lines).map(number => s"line $number\n").mkString
    Files.writeString(input, more, StandardOpenOption.APPEND)
    written += lines
  }

  private def copied: Seq[String] =
    if (Files.exists(copy)) Files.readString(copy).split("\n", -1).dropRight(1).toSeq else Seq.empty

  private def position(rest: Rest): Long =
    rest.get("/connectors/load/offsets").body.path("offsets").path(0).path("offset").path("position").asLong()

  private def awaitCopied(): Unit = eventually(copied.distinct should have size written.toLong)

  "A worker whose disk is full" should {

    "go on, say what is wrong, and record everything when there is room again" in {
      assume(mounted, "file systems cannot be mounted here")
      val rest = start("first.log").rest
      rest.loadFile("load", input, "full-disk").status shouldBe 201
      rest.dumpFile("dump", copy, "full-disk").status shouldBe 201
      grow(100)
      awaitCopied()
      eventually(position(rest) shouldBe Files.size(input))
      rest.get("/health/ready").status shouldBe 200

      fill()
      grow(100)
      eventually(rest.get("/health/ready").status shouldBe 503)
      rest.get("/health/ready").text should include("The database cannot be written: No space left on device")
      rest.get("/health").status shouldBe 200
      rest.get("/health").text should include("No space left on device")
      rest.put("/connectors/load/pause").status shouldBe 503
      grow(100)
      awaitCopied()
      rest.states("load") shouldBe "RUNNING: RUNNING"
      rest.states("dump") shouldBe "RUNNING: RUNNING"
      position(rest) should be < Files.size(input)

      Files.delete(ballast)
      eventually(rest.get("/health/ready").status shouldBe 200)
      eventually(position(rest) shouldBe Files.size(input))
      copied shouldBe (0 until written).map(number => s"line $number")
      rest.put("/connectors/dump/pause").status shouldBe 202
      rest.put("/connectors/dump/resume").status shouldBe 202
    }

    "end when it is asked to, and go on from what was recorded" in {
      assume(mounted, "file systems cannot be mounted here")
      val first = running.get
      val before = written
      fill()
      grow(50)
      eventually(first.rest.get("/health/ready").status shouldBe 503)
      awaitCopied()
      val asked = System.nanoTime()
      first.terminate()
      val took = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - asked)
      info(s"it ended after $took s")
      took should be < 60L

      Files.delete(ballast)
      val second = start("second.log")
      eventually(second.rest.states("load") shouldBe "RUNNING: RUNNING")
      grow(50)
      awaitCopied()
      eventually(position(second.rest) shouldBe Files.size(input))
      withClue("lines again that were recorded: ") {
        copied.groupBy(identity).collect { case (line, times) if times.size > 1 => line.drop(5).toInt }.foreach {
          _ should be >= before
        }
      }
      second.terminate()
      running = None
    }
  }
}
