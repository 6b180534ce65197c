package io.troupe.http

import java.util.concurrent.CompletableFuture

import org.apache.pekko.http.javadsl.model.HttpResponse
import org.scalatest.BeforeAndAfterAll
import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

/** The limits of a worker as it is delivered, met by ten thousand. */
class ConnectionsSlowSpec extends AnyWordSpec with Matchers with BeforeAndAfterAll {

  private val count = Integer.getInteger("slow.connections", 10000).intValue()
  private lazy val server = {
    val made = TestServer.within("")
    made.serve(
      java.util.List.of(
        Endpoint.get("/", _ => CompletableFuture.completedFuture[HttpResponse](Answers.empty(204))),
        Endpoint.post("/json", _ => CompletableFuture.completedFuture[HttpResponse](Answers.empty(204))).takingJson()
      )
    )
    made
  }

  override protected def afterAll(): Unit = server.close()

  "Ten thousand slow clients" should {

    "cost no threads and little memory, keep nobody waiting, and end" in {
      Swarm.slowestMillis(server, 100)
      val threads = Swarm.threads
      val heap = Swarm.heapMegabytes
      val swarm = new Swarm(server, count)
      try {
        swarm.awaitOpen(60)
        val slowest = Swarm.slowestMillis(server, 200)
        val grown = Swarm.heapMegabytes - heap
        println(s"$count connections: slowest request $slowest ms, threads ${Swarm.threads - threads}, heap $grown MB")
        slowest should be < 3000L
        Swarm.threads should be <= threads + 20
        grown should be < 600L
        swarm.awaitEnd(120)
        Swarm.slowestMillis(server, 50) should be < 1000L
      } finally swarm.close()
    }
  }
}
