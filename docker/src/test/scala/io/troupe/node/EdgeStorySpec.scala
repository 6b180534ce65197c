package io.troupe.node

import java.io.IOException
import java.net.http.HttpResponse.BodyHandlers
import java.net.http.{HttpClient, HttpRequest, HttpResponse}
import java.net.{ServerSocket, URI}
import java.nio.file.Path
import java.security.KeyStore
import java.time.Duration
import javax.net.ssl.{KeyManagerFactory, SSLContext, TrustManagerFactory}

import org.scalatest.BeforeAndAfterAll

import scala.sys.process.{Process, ProcessLogger}
import scala.util.Using

/** A worker whose REST API is for those with a certificate, and whose admin part is for this machine. */
class EdgeStorySpec extends Story with BeforeAndAfterAll {

  private val password = "the-word-of-the-keystore"
  private lazy val home = folder("edge")
  private lazy val broker = DevBroker.start(DevBrokerSettings.in(home.resolve("broker")))
  private lazy val adminPort = Using.resource(new ServerSocket(0))(_.getLocalPort)
  private lazy val worker = {
    keytool("-genkeypair -keyalg EC -alias server -dname CN=localhost -ext san=dns:localhost -keystore server.jks")
    keytool("-genkeypair -keyalg EC -alias client -dname CN=ann -keystore client.jks")
    Seq("server", "client").foreach { name =>
      keytool(s"-exportcert -file $name.crt -alias $name -keystore $name.jks")
      keytool(s"-importcert -noprompt -file $name.crt -alias $name -keystore trust.jks")
    }
    val properties = workerProperties(broker.bootstrapServers(), home) ++ Map(
      "listeners" -> "https://localhost:0",
      "listeners.https.ssl.keystore.location" -> home.resolve("server.jks").toString,
      "listeners.https.ssl.keystore.password" -> password,
      "listeners.https.ssl.key.password" -> password,
      "listeners.https.ssl.truststore.location" -> home.resolve("trust.jks").toString,
      "listeners.https.ssl.truststore.password" -> password,
      "listeners.https.ssl.client.auth" -> "required",
      "admin.listeners" -> s"http://localhost:$adminPort",
      "response.http.headers.config" -> "set X-Frame-Options: DENY"
    )
    val file = Story.propertiesFile(home.resolve("worker.properties"), properties)
    Program.troupe(distribution, home.resolve("worker.log"), "worker", file.toString)
  }

  override protected def afterAll(): Unit = {
    worker.terminate()
    broker.close()
  }

  private def keytool(arguments: String): Unit = {
    val command = Path.of(System.getProperty("java.home"), "bin", "keytool").toString
    val all = command +: arguments.split(" ").toSeq ++: Seq("-storepass", password, "-storetype", "PKCS12")
    Process(all, home.toFile).!(ProcessLogger(_ => ())) shouldBe 0
  }

  private def store(name: String): KeyStore =
    KeyStore.getInstance(home.resolve(name).toFile, password.toCharArray)

  private def get(address: URI, withKey: Boolean = false): HttpResponse[String] = {
    val trust = TrustManagerFactory.getInstance("PKIX")
    trust.init(store("trust.jks"))
    val keys = KeyManagerFactory.getInstance("PKIX")
    keys.init(store("client.jks"), password.toCharArray)
    val tls = SSLContext.getInstance("TLS")
    tls.init(if (withKey) keys.getKeyManagers else null, trust.getTrustManagers, null)
    val request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build()
    HttpClient.newBuilder().sslContext(tls).build().send(request, BodyHandlers.ofString())
  }

  "A worker with an https listener" should {

    "let in who shows a certificate, and nobody else" in {
      val address = worker.address
      address.getScheme shouldBe "https"
      val answer = get(address.resolve("/"), withKey = true)
      answer.statusCode() shouldBe 200
      answer.headers().firstValue("X-Frame-Options").get() shouldBe "DENY"
      an[IOException] should be thrownBy get(address.resolve("/"))
    }

    "have its admin part at its own address, and only that" in {
      val admin = URI.create(s"http://localhost:$adminPort")
      get(admin.resolve("/admin/loggers/root")).statusCode() shouldBe 200
      get(admin.resolve("/connectors")).statusCode() shouldBe 404
      get(worker.address.resolve("/admin/loggers"), withKey = true).statusCode() shouldBe 404
    }

    "keep its passwords to itself" in {
      worker.output should not include password
    }
  }
}
