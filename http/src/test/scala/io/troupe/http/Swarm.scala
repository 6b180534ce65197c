package io.troupe.http

import java.io.{BufferedReader, InputStreamReader}
import java.lang.management.ManagementFactory
import java.nio.file.Path
import java.util.concurrent.{LinkedBlockingQueue, TimeUnit}

import org.scalatest.Assertions

/** Many slow clients, in a process of their own. */
final class Swarm(server: TestServer, count: Int) extends AutoCloseable {

  private val process = new ProcessBuilder(
    Path.of(System.getProperty("java.home"), "bin", "java").toString,
    "-Xmx256m",
    "-cp",
    Path.of(classOf[SlowClients].getProtectionDomain.getCodeSource.getLocation.toURI).toString,
    classOf[SlowClients].getName,
    server.server().advertised().getHost,
    server.server().advertised().getPort.toString,
    count.toString
  ).redirectErrorStream(true).start()

  private val said = new LinkedBlockingQueue[String]()
  private val reader = new Thread(
    () =>
      new BufferedReader(new InputStreamReader(process.getInputStream)).lines().forEach { line =>
        said.put(line)
      },
    "swarm-output"
  )
  reader.setDaemon(true)
  reader.start()

  def awaitOpen(seconds: Long): Unit = await(s"open $count", seconds)

  def awaitEnd(seconds: Long): Unit = await(s"ended $count", seconds)

  private def await(what: String, seconds: Long): Unit = {
    val line = Option(said.poll(seconds, TimeUnit.SECONDS))
    Assertions.assert(line.contains(what), s"within $seconds s")
  }

  override def close(): Unit = {
    process.destroyForcibly()
    process.waitFor(10, TimeUnit.SECONDS)
  }
}

object Swarm {

  def threads: Int = ManagementFactory.getThreadMXBean.getThreadCount

  /** After a collection. */
  def heapMegabytes: Long = {
    System.gc()
    ManagementFactory.getMemoryMXBean.getHeapMemoryUsage.getUsed >> 20
  }

  /** The slowest of several requests, one after the other. */
  def slowestMillis(server: TestServer, requests: Int): Long =
    (1 to requests).map { _ =>
      val start = System.nanoTime()
      Assertions.assert(server.get("/").statusCode() == 204)
      TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
    }.max
}
