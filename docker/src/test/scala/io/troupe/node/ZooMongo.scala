package io.troupe.node

import de.bwaldvogel.mongo.MongoServer
import de.bwaldvogel.mongo.backend.memory.MemoryBackend

/** MongoDB's own connectors, with a server in memory. */
trait ZooMongo extends ZooStory {

  private val cats = 100
  private lazy val mongo = {
    val server = new MongoServer(new MemoryBackend)
    server.enableOplog()
    server
  }
  private lazy val address = s"mongodb://127.0.0.1:${mongo.bind().getPort}"

  override protected def afterAll(): Unit =
    try mongo.shutdownNow()
    finally super.afterAll()

  "MongoDB's connectors" should {

    "bring records into a collection and back into a topic" in compared(
      Plugin("com.mongodb.kafka.connect.MongoSinkConnector"),
      Plugin("com.mongodb.kafka.connect.MongoSourceConnector")
    )("into a server in memory and back: copy of what is there, then its changes; kill -9, restart, delete") { visit =>
      val to = visit.own("to-mongo")
      val from = s"${visit.own("mongo")}.${visit.own("zoo")}.cats"
      def feed(time: Int): Unit = visit.produce(to, Cat.batch(time, cats))
      def arrive(time: Int): Unit =
        eventually(visit.parsed(from).map(Cat.of).toSet shouldBe Cat.until(time, cats))
      feed(0)
      visit.create(
        "to-mongo",
        "connector.class" -> "com.mongodb.kafka.connect.MongoSinkConnector",
        "connection.uri" -> address,
        "database" -> visit.own("zoo"),
        "collection" -> "cats",
        "topics" -> to
      )
      visit.create(
        "from-mongo",
        "connector.class" -> "com.mongodb.kafka.connect.MongoSourceConnector",
        "connection.uri" -> address,
        "database" -> visit.own("zoo"),
        "collection" -> "cats",
        "topic.prefix" -> visit.own("mongo"),
        "startup.mode" -> "copy_existing",
        "publish.full.document.only" -> "true",
        // The server in memory does not say what has changed where.
        "pipeline" -> s"""[{"$$addFields": {"ns": {"db": "${visit.own("zoo")}", "coll": "cats"}}}]""",
        "output.json.formatter" -> "com.mongodb.kafka.connect.source.json.formatter.SimplifiedJson",
        "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      )
      arrive(0)
      visit.endure(Seq("to-mongo", "from-mongo").map(visit.own): _*)(time => feed(time + 1)) { time =>
        arrive(time + 1)
        // Where it goes on is known only then.
        eventually(visit.offsets("from-mongo") should include("_data"))
      }
      visit.parsed(from).map(Cat.of).toSet
    }
  }
}
