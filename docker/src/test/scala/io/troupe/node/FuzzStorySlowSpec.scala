package io.troupe.node

import java.io.IOException
import java.lang.management.ManagementFactory
import java.net.{Socket, URI}
import java.nio.charset.StandardCharsets

import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.classic.{Level, Logger}
import ch.qos.logback.core.read.ListAppender
import com.fasterxml.jackson.databind.ObjectMapper
import org.scalatest.BeforeAndAfterAll
import org.slf4j.LoggerFactory

import scala.jdk.CollectionConverters._
import scala.util.Random

/** Whatever is sent to a worker, it answers, and lives. Another run: -Dfuzz.seed=N -Dfuzz.requests=N. */
class FuzzStorySlowSpec extends Story with BeforeAndAfterAll {

  private val seed = java.lang.Long.getLong("fuzz.seed", System.nanoTime()).longValue()
  private val requests = Integer.getInteger("fuzz.requests", 5000).intValue()
  private lazy val home = folder("fuzz")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val troupe = Troupe.start(workerProperties(broker.bootstrapServers(), home).asJava)
  private val bugs = new ListAppender[ILoggingEvent]()

  override protected def afterAll(): Unit = {
    troupe.stop()
    broker.close()
  }

  private def threads: Int = ManagementFactory.getThreadMXBean.getThreadCount

  "A worker" should {

    s"answer $requests requests of seed $seed, each as a request ought to be answered" in {
      val address = troupe.restUrl()
      LoggerFactory.getLogger("io.troupe.http.Answers").asInstanceOf[Logger].addAppender(bugs)
      bugs.start()
      val fuzz = new Fuzz(new Random(seed), home.resolve("none.txt").toString)
      val rest = new Rest(address)
      (1 to 200).foreach(_ => answerTo(address, fuzz.request()))
      val before = threads
      (1 to requests).foreach { number =>
        val request = fuzz.request()
        val answer = answerTo(address, request)
        withClue(s"request $number of seed $seed:\n${request.take(2000)}\nwas answered:\n${answer.take(2000)}\n") {
          check(request, answer)
        }
      }
      rest.get("/health").status shouldBe 200
      bugs.list.asScala.filter(_.getLevel == Level.ERROR).map(_.getThrowableProxy.getMessage).toList shouldBe empty
      rest.get("/connectors").body.elements().asScala.map(_.asText()).foreach(name => delete(rest, name))
      eventually(threads should be <= before + 30)
    }
  }

  private def delete(rest: Rest, name: String): Unit =
    if (name.matches("[a-z]+")) rest.delete(s"/connectors/$name")

  /** A bug would be a 500 too: those are looked for in the log. */
  private def check(request: String, answer: String): Unit = {
    val status = "HTTP/1\\.1 (\\d{3}) ".r.findPrefixMatchOf(answer).map(_.group(1).toInt)
    status should not be empty
    status.get should (be >= 200 and (be < 500 or equal(500) or equal(505)))
    val body = answer.substring(answer.indexOf("\r\n\r\n") + 4)
    if (status.get >= 400 && !answer.contains("Content-Type: text/html") && body.nonEmpty) {
      val _ = new ObjectMapper().readTree(body)
    }
    if (!request.startsWith("HEAD")) {
      body should not include "\tat io.troupe"
    }
  }

  private def answerTo(address: URI, request: String): String = {
    val socket = new Socket(address.getHost, address.getPort)
    try {
      socket.setSoTimeout(100000)
      val out = socket.getOutputStream
      try {
        out.write(request.getBytes(StandardCharsets.UTF_8))
        out.flush()
        socket.shutdownOutput()
      } catch { case _: IOException => () }
      new String(socket.getInputStream.readAllBytes(), StandardCharsets.UTF_8)
    } finally socket.close()
  }
}

/** Requests by chance: most are nearly right, for those go deepest. */
final class Fuzz(random: Random, file: String) {

  private val json = new ObjectMapper()

  private val paths = Vector(
    "/",
    "/health",
    "/metrics",
    "/connectors",
    "/connectors/{}",
    "/connectors/{}/config",
    "/connectors/{}/status",
    "/connectors/{}/tasks",
    "/connectors/{}/tasks/{}/status",
    "/connectors/{}/tasks/{}/restart",
    "/connectors/{}/restart",
    "/connectors/{}/pause",
    "/connectors/{}/resume",
    "/connectors/{}/stop",
    "/connectors/{}/fence",
    "/connectors/{}/topics",
    "/connectors/{}/topics/reset",
    "/connectors/{}/offsets",
    "/connector-plugins",
    "/connector-plugins/{}/config",
    "/connector-plugins/{}/config/validate",
    "/admin/loggers",
    "/admin/loggers/{}",
    "/{}",
    "/{}/{}"
  )
  private val methods = Vector("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "FOO", "get", "")
  private val words = Vector(
    "a",
    "b",
    "FileStreamSource",
    "FileStreamSink",
    "0",
    "-1",
    "99999999999999999999",
    "null",
    "..",
    ".",
    "%2F",
    "%00",
    "%zz",
    "%",
    "{}",
    "ü",
    "😀",
    "<script>",
    "a b",
    "\\",
    "\"",
    "'; drop table",
    "${x}",
    "a" * 300
  )
  private val queries = Vector(
    "",
    "",
    "",
    "?expand=info",
    "?expand=status&expand=info",
    "?expand=x",
    "?forward=true",
    "?includeTasks=true&onlyFailed=x",
    "?scope=cluster",
    "?connectorsOnly=false",
    "?a=%zz",
    "?%",
    "?&&==&",
    "?" + "a=b&" * 200
  )
  private val types =
    Vector(
      "application/json",
      "application/json",
      "application/json",
      "application/json; charset=x",
      "text/plain",
      "json",
      "/",
      ""
    )
  private val keys =
    Vector(
      "name",
      "config",
      "initial_state",
      "connector.class",
      "tasks.max",
      "topics",
      "topic",
      "level",
      "offsets",
      "partition"
    )

  private def pick[A](from: Vector[A]): A = from(random.nextInt(from.size))

  def request(): String =
    if (random.nextInt(20) == 0) garbage()
    else {
      val path = Iterator
        .iterate(pick(paths))(_.replaceFirst("\\{}", java.util.regex.Matcher.quoteReplacement(name())))
        .dropWhile(_.contains("{}"))
        .next()
      val body = if (random.nextInt(4) == 0) "" else this.body()
      val length = if (random.nextInt(50) == 0) random.nextInt(100) else body.getBytes(StandardCharsets.UTF_8).length
      s"${method()} $path${pick(queries)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" +
        s"Content-Type: ${pick(types)}\r\nContent-Length: $length\r\n${headers()}\r\n$body"
    }

  /** In a path it has no braces, which stand for names still to come. */
  private def name(): String = (if (random.nextInt(3) > 0) pick(words.take(5)) else pick(words)).replace("{}", "%7B%7D")

  private def method(): String = if (random.nextInt(8) > 0) pick(methods.take(5)) else pick(methods)

  private def garbage(): String =
    new String(Array.fill(1 + random.nextInt(200))((32 + random.nextInt(95)).toChar)) +
      (if (random.nextBoolean()) "\r\n\r\n" else "")

  private def headers(): String = (0 until random.nextInt(4)).map { _ =>
    pick(
      Vector(
        "Accept: text/html",
        "Accept: application/json",
        "Accept: ;;;",
        "Origin: http://" + pick(words),
        "X-Connect-Authorization: " + pick(words),
        "X-Connect-Request-Signature-Algorithm: " + pick(words),
        "Authorization: Basic " + pick(words),
        "Expect: 100-continue",
        "Transfer-Encoding: chunked",
        "Upgrade: h2c",
        "Cookie: " + "a=b;" * random.nextInt(500)
      )
    ) + "\r\n"
  }.mkString

  private def body(): String = random.nextInt(10) match {
    case 0 => "[" * random.nextInt(5000)
    case 1 => json.writeValueAsString(value(0)).take(random.nextInt(50))
    case 2 => "1" * random.nextInt(5000)
    case 3 | 4 | 5 => connector()
    case _ => json.writeValueAsString(value(0))
  }

  /** Stopped, so that it costs nothing when it can be created. */
  private def connector(): String = {
    val config = json.createObjectNode()
    config.put("connector.class", pick(Vector("FileStreamSource", "FileStreamSink", "None")))
    config.put("file", file).put("topic", "t").put("topics", "t")
    (0 until random.nextInt(3)).foreach(_ => config.put(pick(keys), pick(words)))
    val create = json.createObjectNode().put("name", pick(words)).put("initial_state", "STOPPED")
    create.set[com.fasterxml.jackson.databind.JsonNode]("config", config)
    (if (random.nextBoolean()) create else config).toString
  }

  private def value(depth: Int): Any = random.nextInt(if (depth > 6) 5 else 9) match {
    case 0 => null
    case 1 => random.nextBoolean()
    case 2 => random.nextGaussian() * Double.MaxValue
    case 3 => random.nextLong()
    case 4 => pick(words)
    case 5 => (0 until random.nextInt(5)).map(_ => value(depth + 1)).asJava
    case _ =>
      val map = new java.util.LinkedHashMap[String, Any]()
      (0 until random.nextInt(5)).foreach { _ =>
        map.put(if (random.nextInt(3) > 0) pick(keys) else pick(words), value(depth + 1))
      }
      map
  }
}
