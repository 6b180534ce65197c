package io.troupe.node

import com.sun.net.httpserver.{HttpExchange, HttpServer}
import java.net.InetSocketAddress
import java.nio.charset.StandardCharsets.UTF_8
import java.nio.file.{Files, StandardOpenOption}
import java.util.Base64

/** Strimzi's config providers: values from the environment, and from the secrets and maps of a Kubernetes that knows
  * only those.
  */
trait ZooProviders extends ZooStory {

  private lazy val kubernetes = {
    val server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0)
    val suffix = Base64.getEncoder.encodeToString("secret".getBytes(UTF_8))
    answers(
      server,
      "secrets",
      s"""{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "cats",
      "namespace": "zoo"}, "data": {"suffix": "$suffix"}}"""
    )
    answers(
      server,
      "configmaps",
      """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cats",
      "namespace": "zoo"}, "data": {"suffix": "mapped"}}"""
    )
    server.start()
    server
  }

  private def answers(server: HttpServer, kind: String, body: String): Unit =
    server.createContext(
      s"/api/v1/namespaces/zoo/$kind/cats",
      (exchange: HttpExchange) => {
        val bytes = body.getBytes(UTF_8)
        exchange.getResponseHeaders.add("Content-Type", "application/json")
        exchange.sendResponseHeaders(200, bytes.length.toLong)
        exchange.getResponseBody.write(bytes)
        exchange.close()
      }
    )

  override protected def environment: Map[String, String] = super.environment ++ Map(
    "ZOO_TOPIC" -> "strimzi",
    "KUBERNETES_MASTER" -> s"http://127.0.0.1:${kubernetes.getAddress.getPort}"
  )

  override protected def common: Map[String, String] = super.common ++ Map(
    "config.providers" -> "environment,secrets,maps",
    "config.providers.environment.class" -> "io.strimzi.kafka.EnvVarConfigProvider",
    "config.providers.secrets.class" -> "io.strimzi.kafka.KubernetesSecretConfigProvider",
    "config.providers.maps.class" -> "io.strimzi.kafka.KubernetesConfigMapConfigProvider"
  )

  override protected def afterAll(): Unit =
    try kubernetes.stop(0)
    finally super.afterAll()

  "Strimzi's config providers" should {

    "give values of a connector's configuration" in compared(
      Plugin("io.strimzi.kafka.EnvVarConfigProvider", "1.1.0"),
      Plugin("io.strimzi.kafka.KubernetesSecretConfigProvider", "1.1.1"),
      Plugin("io.strimzi.kafka.KubernetesConfigMapConfigProvider", "1.1.1")
    )("in the configuration of a source, beside a double of Kubernetes' API; kill -9, restart, delete") { visit =>
      val file = Files.createFile(home.resolve(visit.own("lines")))
      val topic = visit.own("strimzi-secret-mapped")
      def told = visit.values(topic).toSet
      val source = visit.create(
        "strimzi",
        "connector.class" -> "org.apache.kafka.connect.file.FileStreamSourceConnector",
        "file" -> file.toString,
        "topic" -> visit.own(s"$${environment:ZOO_TOPIC}-$${secrets:zoo/cats:suffix}-$${maps:zoo/cats:suffix}"),
        "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      )
      visit.endure(source)(time => Files.writeString(file, s"line $time\n", StandardOpenOption.APPEND): Unit) { time =>
        eventually(told shouldBe (0 to time).map(it => s"line $it").toSet)
      }
      told
    }
  }
}
