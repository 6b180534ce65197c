package io.troupe.node

import io.troupe.node.stage._
import java.nio.file.{Files, Path}
import java.util.concurrent.atomic.AtomicInteger
import java.util.jar.{JarEntry, JarOutputStream}
import java.util.{List => JList}
import org.apache.kafka.connect.sink.SinkConnector
import org.apache.kafka.connect.source.SourceConnector
import org.apache.kafka.connect.storage.Converter
import org.apache.kafka.connect.transforms.Transformation
import scala.jdk.CollectionConverters._
import scala.util.Using

/** Whatever a plugin logs says for whom it ran, and whatever it loads comes from its own place first. */
class ContextStorySpec extends StagedStory("context") {

  /** Connectors in one jar and the rest in another, so that each has a loader of its own; only services are looked at.
    */
  override protected def workerSettings: Map[String, String] = {
    val plugins = Files.createDirectories(home.resolve("plugins"))
    jar(
      plugins.resolve("connectors.jar"),
      Map(
        classOf[SourceConnector] -> classOf[StageSource],
        classOf[SinkConnector] -> classOf[StageSink]
      ),
      Seq(classOf[StageSourceTask], classOf[StageSinkTask])
    )
    jar(
      plugins.resolve("pieces.jar"),
      Map(
        classOf[Converter] -> classOf[StageConverter],
        classOf[Transformation[_]] -> classOf[StageTransformation[_]]
      ),
      Seq.empty
    )
    Map("plugin.path" -> s"$plugins,${distribution.resolve("optional")}", "plugin.discovery" -> "SERVICE_LOAD") ++
      Map("offset.flush.interval.ms" -> "200")
  }

  private def jar(file: Path, services: Map[Class[_], Class[_]], others: Seq[Class[_]]): Unit =
    Using.resource(new JarOutputStream(Files.newOutputStream(file))) { out =>
      for ((service, plugin) <- services) {
        out.putNextEntry(new JarEntry(s"META-INF/services/${service.getName}"))
        out.write(plugin.getName.getBytes())
      }
      for (it <- services.values ++ others) {
        val path = it.getName.replace('.', '/') + ".class"
        out.putNextEntry(new JarEntry(path))
        Using.resource(it.getClassLoader.getResourceAsStream(path))(_.transferTo(out))
      }
    }

  private def pieces(stage: String) = Seq(
    "transforms" -> "it",
    "transforms.it.type" -> classOf[StageTransformation[_]].getName,
    s"transforms.it.${Stage.SETTING}" -> stage,
    "value.converter" -> classOf[StageConverter].getName,
    s"value.converter.${Stage.SETTING}" -> stage
  )

  private val handed = new AtomicInteger()
  private lazy val writer = Stage.open(
    "writer",
    script { case "poll" => _ => if (handed.getAndIncrement() == 0) JList.of(record("passed", 0, "x")) else null }
  )
  private lazy val reader = Stage.open("reader", script(PartialFunction.empty))

  private val ofConnector = Seq("connector.start", "taskConfigs", "connector.stop")
  private val ofPieces =
    Seq("converter.configure", "transformation.configure", "transform", "transformation.close")
  private val ofSource = Seq("start", "poll", "stop", "fromConnectData")
  private val ofSink = Seq("start", "open", "put", "preCommit", "flush", "close", "stop", "toConnectData")

  private def contexts(stage: Stage, calls: Seq[String]): Map[String, Set[String]] =
    calls.map(it => it -> stage.calls(it).asScala.map(_.context()).toSet).toMap

  private def all(calls: Seq[String], context: String) = calls.map(_ -> Set(context)).toMap

  "Plugins of a worker" should {

    "run, and be gone again" in {
      Seq(writer, reader)
      source("writer", pieces("writer"): _*)
      sink("reader", pieces("reader") :+ ("topics" -> "passed"): _*)
      eventually {
        writer.count("commitRecord") shouldBe 1
        writer.count("commit") should be >= 1L
        reader.count("put") shouldBe 1
        reader.count("flush") should be >= 1L
      }
      for (name <- Seq("writer", "reader")) rest.delete(s"/connectors/$name").status shouldBe 204
      eventually {
        Seq(writer, reader).map(it => it.count("transformation.close") -> it.count("connector.stop")) shouldBe
          Seq(1 -> 1, 1 -> 1)
      }
    }

    "log in the name of the connector or task they run for" in {
      contexts(writer, ofConnector) shouldBe all(ofConnector, "[writer|worker] ")
      contexts(reader, ofConnector) shouldBe all(ofConnector, "[reader|worker] ")
      contexts(writer, ofSource ++ ofPieces) shouldBe all(ofSource ++ ofPieces, "[writer|task-0] ")
      contexts(reader, ofSink ++ ofPieces) shouldBe all(ofSink ++ ofPieces, "[reader|task-0] ")
    }

    "say when it is a producer's acknowledgement or a commit" in {
      val told = writer.calls("commitRecord").get(0)
      told.context() shouldBe "[writer|task-0] "
      told.thread() should startWith("kafka-producer-network-thread")
      val (own, others) =
        writer.calls("commit").asScala.partition(_.thread() == "task-thread-writer-0")
      own.map(_.context()).toSet should (be(empty) or be(Set("[writer|task-0] ")))
      others.map(_.context()).toSet shouldBe Set("[writer|task-0|offsets] ")
    }

    "do so from the moment they are made" in {
      val threads = Map(
        "connector-thread-writer" -> "[writer|worker] ",
        "connector-thread-reader" -> "[reader|worker] ",
        "task-thread-writer-0" -> "[writer|task-0] ",
        "task-thread-reader-0" -> "[reader|task-0] "
      )
      val made = Stage.made().asScala.filter(it => threads.contains(it.thread()))
      made.map(it => it.thread() -> it.context()).toMap shouldBe threads
      made.map(_.name()).toSet shouldBe Set("StageSource", "StageSink", "StageSourceTask", "StageSinkTask") ++
        Set("StageConverter", "StageTransformation")
      made.filterNot(_.atHome()).map(_.name()).toSet shouldBe empty
    }

    "say when it is a validation" in {
      contexts(writer, Seq("validate")) shouldBe all(Seq("validate"), "[writer|validate] ")
    }

    "find their own loader on every thread" in {
      for (stage <- Seq(writer, reader))
        stage.calls().asScala.filterNot(_.atHome()).map(_.name()).toSet shouldBe empty
    }
  }
}
