package io.troupe.node

/** The table of tested plugins: what there is, what was run of it, and why the rest was not. */
object ZooTable {

  /** @param listed
    *   as workers list it; config providers are not, and plugins of Kafka, whose version is the worker's, are left out
    */
  def text(listed: Seq[(String, Kind)], done: Map[Plugin, Tried]): String = {
    val names = listed.map(_._1).toSet
    val unlisted = done.keys.toSeq.filterNot(it => names(it.name)).sortBy(_.name).map { plugin =>
      val of = if (plugin.name.startsWith("org.apache.kafka")) "source" else "config_provider"
      plugin.name -> Kind(of, plugin.version.getOrElse(""))
    }
    val rows = (listed ++ unlisted).map { case (name, kind) =>
      val Tried(what, original) = tried(name, kind, done)
      s"| `$name` | ${kind.of} | ${kind.version} | $what | $original |"
    }
    heading + rows.mkString("\n") + "\n"
  }

  private def tried(name: String, kind: Kind, done: Map[Plugin, Tried]): Tried =
    if (kind.of == "header_converter") notRun("as a converter only")
    else
      done.get(Plugin(name, kind.version)).orElse(done.get(Plugin(name))).getOrElse {
        val others = done.keys.filter(_.name == name).flatMap(_.version).toSeq.sorted
        notRun(if (others.isEmpty) ZooTable.reason(name) else s"${others.mkString(" and ")} ${verb(others)}")
      }

  private def verb(versions: Seq[String]) = if (versions.size == 1) "is" else "are"

  private def notRun(reason: String) = Tried(s"not run: $reason", "")

  /** Why nothing of it was run. */
  private def reason(name: String): String = reasons
    .collectFirst { case (part, why) if name.contains(part) => why }
    .getOrElse(throw new IllegalStateException(s"neither run, nor said why not: $name"))

  private val reasons = Seq(
    "debezium.connector.mongodb" -> "the server in memory does not know `aggregate` of a whole deployment",
    "CamelSinkConnector" -> "of its components only SQL is fetched, where a statement cannot name what is in a record",
    "camel.kafkaconnector.transforms" -> "for components that are not fetched",
    "SchemalessConverter" -> "the base of the other converters",
    "SerdeBasedConverter" -> "the base of the other converters",
    "mysql.transforms.ReadToInsertEvent" -> "no MySQL is to be had",
    "Neo4jCudConverter" -> "for a Neo4j, which is not to be had",
    "TimescaleDb" -> "for a TimescaleDB, which is not to be had",
    "VectorToJsonConverter" -> "no server with vectors is to be had",
    "OpenLineage" -> "needs OpenLineage's libraries, which it does not bring",
    "ActivateTracingSpan" -> "needs OpenTelemetry's libraries, which it does not bring"
  )

  private val heading =
    """# Tested plugins
      |
      |Plugins that others made, unmodified, as `ZooStorySlowSpec` found them. Each is listed, and each connector
      |validated, as by a worker of Apache Kafka Connect 4.3.1 beside it, the newest that runs them all. What was run
      |besides was run by the same script on both workers: what arrived there and the states seen on the way are
      |compared, and the last column says what came of it on the original.
      |
      |The table is written by
      |
      |```sh
      |mvn -f docker/zoo/pom.xml package
      |mvn -Pslow -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ZooStorySlowSpec -Dzoo.write=true \
      |  -Dfailsafe.failIfNoSpecifiedTests=false verify
      |```
      |
      || class | type | version | run | on Apache 4.3.1 |
      ||---|---|---|---|---|
      |""".stripMargin
}
