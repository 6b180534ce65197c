package io.troupe.node

import java.nio.charset.StandardCharsets
import java.nio.file.{Files, Path, StandardOpenOption}
import java.util.Properties
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Walk 4: a worker is killed, or asked to leave, in the middle of its work, and comes back. */
class SurvivalStorySpec extends Story with BeforeAndAfterAll {

  private lazy val home = folder("survival")
  private val count = 300000
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  override protected def afterAll(): Unit = broker.close()

  /** Starts a worker; each time with the same properties. */
  private final class Worker(name: String) {
    private val own = Files.createDirectories(home.resolve(name))
    private val file = own.resolve("worker.properties")
    private val properties = new Properties()
    (workerProperties(broker.bootstrapServers(), own) + ("group.id" -> name)).foreach { case (key, value) =>
      properties.setProperty(key, value)
    }
    Using.resource(Files.newBufferedWriter(file))(properties.store(_, null))
    private var starts = 0

    val input: Path = Files.writeString(own.resolve("input.txt"), lines(count))
    val copy: Path = own.resolve("copy.txt")

    /** FileStreamSource (4.3.1) keeps the lines behind a full batch to itself until the file grows. */
    def grow(): Unit = Files.writeString(input, "end\n", StandardOpenOption.APPEND)

    def start(): Program = {
      starts += 1
      Program.troupe(distribution, own.resolve(s"worker-$starts.log"), "worker", file.toString)
    }
  }

  private def bytes(path: Path): Long = if (Files.exists(path)) Files.size(path) else 0L

  "A worker that is killed with kill -9 in the middle of a file" should {
    "come back by itself and lose no line" in {
      val worker = new Worker("killed")
      val first = worker.start()
      first.rest.loadFile("load", worker.input, "killed").status shouldBe 201
      first.rest.dumpFile("dump", worker.copy, "killed").status shouldBe 201
      eventually(bytes(worker.copy) should be > Files.size(worker.input) / 5)
      first.kill()
      bytes(worker.copy) should be < Files.size(worker.input)

      val second = worker.start()
      try {
        eventually {
          second.rest.states("load") shouldBe "RUNNING: RUNNING"
          second.rest.states("dump") shouldBe "RUNNING: RUNNING"
        }
        eventually {
          worker.grow()
          everyLineIn(worker.copy) shouldBe count
        }
      } finally second.terminate()
    }
  }

  "A worker that is terminated in the middle of a file" should {
    "lose nothing and repeat nothing" in {
      val worker = new Worker("terminated")
      val first = worker.start()
      first.rest.loadFile("load", worker.input, "terminated").status shouldBe 201
      first.rest.dumpFile("dump", worker.copy, "terminated").status shouldBe 201
      eventually(bytes(worker.copy) should be > Files.size(worker.input) / 5)
      first.terminate()
      val whole = Files.size(worker.input)
      bytes(worker.copy) should be < whole

      val second = worker.start()
      try {
        eventually {
          worker.grow()
          bytes(worker.copy) should be >= whole
        }
        eventually(Files.mismatch(worker.input, worker.copy) shouldBe -1L)
      } finally second.terminate()
      Files.mismatch(worker.input, worker.copy) shouldBe -1L
    }
  }

  "What was answered with 201" should {
    "be there after kill -9 at once" in {
      val worker = new Worker("at-once")
      val first = worker.start()
      val rest = first.rest
      (1 to 5).foreach(i => rest.loadFile(s"c$i", worker.input, "at-once").status shouldBe 201)
      first.kill()

      val second = worker.start()
      try {
        val names = second.rest.get("/connectors").body.elements().asScala.map(_.asText()).toSet
        names shouldBe (1 to 5).map(i => s"c$i").toSet
      } finally second.terminate()
    }
  }

  /** How many different lines of the input are in the copy; a copy in progress may end in half a line. */
  private def everyLineIn(copy: Path): Int = {
    val seen = new java.util.BitSet(count)
    Using.resource(Files.lines(copy, StandardCharsets.UTF_8)) { all =>
      all.forEach { line =>
        if (line.length > 13) seen.set(line.substring(5, 13).toInt)
      }
    }
    seen.cardinality()
  }
}
