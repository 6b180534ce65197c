package io.troupe.http

import java.util.concurrent.{CompletableFuture, CompletionStage, Executors, TimeUnit}

import org.apache.pekko.http.javadsl.model.HttpResponse
import org.scalatest.BeforeAndAfterAll
import org.scalatest.concurrent.Eventually
import org.scalatest.matchers.should.Matchers
import org.scalatest.time.SpanSugar._
import org.scalatest.wordspec.AnyWordSpec

/** Whoever sends slowly, or nothing, costs a connection for a while, and others nothing. */
class SlowConnectionsSpec extends AnyWordSpec with Matchers with Eventually with BeforeAndAfterAll {

  implicit override val patienceConfig: PatienceConfig = PatienceConfig(timeout = 20.seconds, interval = 50.millis)

  private val late = new CompletableFuture[HttpResponse]()
  private lazy val server = {
    val made = TestServer.within(
      "troupe.http { head-timeout = 1500 ms, body-timeout = 1 s, max-body = 1000, max-bodies = 2500 }, pekko.http.server.request-timeout = 4 s"
    )
    made.serve(
      java.util.List.of(
        Endpoint.get("/", _ => now(204)),
        Endpoint.get("/late", _ => late),
        Endpoint.get("/never", _ => new CompletableFuture[HttpResponse]()),
        Endpoint.post("/json", _ => now(204)).takingJson()
      )
    )
    made
  }

  private def now(status: Int): CompletionStage[HttpResponse] =
    CompletableFuture.completedFuture(Answers.empty(status))

  private def address = server.server().advertised()

  override protected def afterAll(): Unit = server.close()

  private def after[A](text: String)(use: RawClient => A): A = {
    val client = new RawClient(address)
    try {
      client.send(text)
      use(client)
    } finally client.close()
  }

  "A connection" should {

    "end when nothing comes over it" in {
      after("")(_.rest()) shouldBe ""
    }

    "end when a request's head comes without end" in {
      after("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ") { client =>
        val clock = Executors.newSingleThreadScheduledExecutor()
        try {
          clock.scheduleAtFixedRate(() => client.send("a"), 100, 100, TimeUnit.MILLISECONDS)
          client.rest() should not include "204"
        } finally clock.shutdownNow()
      }
    }

    "end when it is not used again" in {
      after("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")(_.rest()) should startWith("HTTP/1.1 204 ")
    }

    "end when the body of a refused request does not come" in {
      after("PUT /nope HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nonly this")(_.rest()) should startWith(
        "HTTP/1.1 404 "
      )
    }

    "stay while its request is being answered" in {
      after("GET /late HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") { client =>
        val answer = CompletableFuture.supplyAsync(() => client.rest())
        late.completeOnTimeout(Answers.empty(204), 2500, TimeUnit.MILLISECONDS)
        answer.join() should startWith("HTTP/1.1 204 ")
      }
    }

    "be told when an answer takes too long" in {
      val answer = after("GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n")(_.rest())
      answer should startWith("HTTP/1.1 500 ")
      answer should include("{\"error_code\":500,\"message\":\"Request timed out.")
    }
  }

  "Bodies" should {

    "not be taken beyond what the worker can hold" in {
      val post =
        "POST /json HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
      // They hold for a second only: a machine that pauses just then gets another chance.
      eventually {
        val holding = (1 to 2).map { _ =>
          val client = new RawClient(address)
          client.send(post + "a" * 990)
          client
        }
        try {
          val answers = Iterator.continually(RawClient.answerTo(address, post + "a" * 1000)).take(20)
          answers.find(_.startsWith("HTTP/1.1 503 ")).map(_.contains("try again")) shouldBe Some(true)
          holding.foreach(client => client.rest() should startWith("HTTP/1.1 408 "))
        } finally holding.foreach(_.close())
      }
      eventually {
        RawClient.answerTo(address, post + "a" * 1000) should startWith("HTTP/1.1 204 ")
      }
    }
  }

  "Hundreds of slow clients" should {

    "cost no threads, and keep nobody waiting" in {
      Swarm.slowestMillis(server, 50)
      val before = Swarm.threads
      val swarm = new Swarm(server, 400)
      try {
        swarm.awaitOpen(20)
        Swarm.slowestMillis(server, 100) should be < 1000L
        Swarm.threads should be <= before + 20
        swarm.awaitEnd(20)
      } finally swarm.close()
    }
  }
}
