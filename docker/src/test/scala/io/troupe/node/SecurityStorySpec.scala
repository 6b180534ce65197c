package io.troupe.node

import java.nio.file.Files
import java.util.Properties
import org.scalatest.BeforeAndAfterAll
import scala.jdk.CollectionConverters._
import scala.util.Using

/** The broker wants to know who its clients are; the worker says it to the broker, and to nobody else. */
class SecurityStorySpec extends Story with BeforeAndAfterAll {

  private val passwords = Map("worker" -> "the-word-of-the-worker", "guest" -> "the-word-of-the-guest")
  private lazy val home = folder("security")
  private lazy val broker = DevBroker.start(
    DevBrokerSettings
      .in(home.resolve("broker"))
      .`with`(
        Map(
          "listener.security.protocol.map" -> "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
          "sasl.enabled.mechanisms" -> "PLAIN",
          "sasl.mechanism.inter.broker.protocol" -> "PLAIN",
          "listener.name.clients.plain.sasl.jaas.config" -> (login("broker", "own") ++ """ user_broker="own" """ ++
            passwords.map { case (user, word) => s"""user_$user="$word"""" }.mkString("", " ", ";"))
        ).asJava
      )
  )

  override protected def afterAll(): Unit = broker.close()

  private def login(user: String, word: String): String =
    s"""org.apache.kafka.common.security.plain.PlainLoginModule required username="$user" password="$word""""

  private def security(word: String): Map[String, String] = Map(
    "security.protocol" -> "SASL_PLAINTEXT",
    "sasl.mechanism" -> "PLAIN",
    "sasl.jaas.config" -> (login("worker", word) + ";")
  )

  private def under(prefix: String, settings: Map[String, String]): Map[String, String] =
    settings.map { case (key, value) => (prefix + key) -> value }

  /** A worker that says all it has to say. */
  private def start(name: String, settings: Map[String, String]): Program = {
    val own = Files.createDirectories(home.resolve(name))
    val properties = new Properties()
    (workerProperties(broker.bootstrapServers(), own) ++ settings).foreach { case (k, v) =>
      properties.setProperty(k, v)
    }
    val file = own.resolve("worker.properties")
    Using.resource(Files.newBufferedWriter(file))(properties.store(_, null))
    val logback = Files.writeString(
      own.resolve("logback.xml"),
      """<configuration>
        |  <appender name="console" class="ch.qos.logback.core.ConsoleAppender">
        |    <encoder><pattern>%-5level %logger %msg%n</pattern></encoder>
        |  </appender>
        |  <logger name="org.apache.kafka" level="INFO" />
        |  <logger name="io.troupe" level="TRACE" />
        |  <root level="DEBUG"><appender-ref ref="console" /></root>
        |</configuration>
        |""".stripMargin
    )
    val command =
      Seq("env", s"JAVA_OPTS=-Dlogback.configurationFile=$logback", distribution.resolve("bin/troupe").toString)
    new Program(own.resolve("worker.log"), command ++ Seq("worker", file.toString))
  }

  /** A file travels through the broker. */
  private def carries(name: String, program: Program, more: (String, String)*): Unit = {
    val own = home.resolve(name)
    val (input, copy) = (Files.writeString(own.resolve("in.txt"), lines(100)), own.resolve("copy.txt"))
    val load = Seq("connector.class" -> "FileStreamSource", "file" -> input.toString, "topic" -> name)
    program.rest.create("load", load ++ more: _*).status shouldBe 201
    program.rest.dumpFile("dump", copy, name).status shouldBe 201
    eventually {
      program.rest.states("load") shouldBe "RUNNING: RUNNING"
      Files.mismatch(input, copy) shouldBe -1L
    }
  }

  private def keepsItToItself(program: Program): Unit = {
    program.terminate()
    program.output should include("DEBUG")
    program.output should include("sasl.jaas.config = [hidden]")
    passwords.values.foreach(word => program.output should not include word)
  }

  "A worker with a login for each kind of client, as properties files have it today" should {

    "carry a file, also for a connector with a login of its own, and tell nobody" in {
      val all = security(passwords("worker"))
      val program = start("each", all ++ Seq("producer.", "consumer.", "admin.").flatMap(under(_, all)))
      try {
        carries("each", program, "producer.override.sasl.jaas.config" -> (login("guest", passwords("guest")) + ";"))
      } finally keepsItToItself(program)
    }
  }

  "A worker with one login" should {

    "use it for every kind of client" in {
      val program = start("one", security(passwords("worker")))
      try carries("one", program)
      finally keepsItToItself(program)
    }
  }

  "A worker that the broker does not know" should {

    "say so, and not what it tried" in {
      val wrong = home.resolve("wrong")
      val properties = workerProperties(broker.bootstrapServers(), wrong) ++ security("the-wrong-word")
      val refusal = intercept[IllegalStateException](Troupe.start(properties.asJava))
      refusal.getMessage should include("security settings")
      Iterator.iterate[Throwable](refusal)(_.getCause).takeWhile(_ != null).foreach { it =>
        it.toString should not include "the-wrong-word"
      }
    }
  }
}
