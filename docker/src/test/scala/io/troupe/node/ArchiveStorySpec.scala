package io.troupe.node

import java.nio.file.{Files, Path}
import scala.jdk.CollectionConverters._
import scala.util.Using

/** The distribution comes with the classes of an earlier start; whoever copies it elsewhere is not bothered by them. */
class ArchiveStorySpec extends Story {

  private lazy val home = folder("archive")

  /** Says where a class of Troupe came from, and what the program printed. */
  private def sourceOfMain(distribution: Path, name: String): (String, String) = {
    val classes = home.resolve(s"$name.classes")
    val troupe = distribution.resolve("bin").resolve("troupe").toString
    val program = new Program(
      home.resolve(s"$name.log"),
      Seq("env", s"JAVA_OPTS=-Xlog:class+load:file=$classes", troupe, "worker", "--help")
    )
    program.awaitEnd(30) shouldBe 0
    val main =
      Using.resource(Files.lines(classes))(_.iterator().asScala.find(_.contains(" io.troupe.node.ConnectDistributed ")))
    (main.getOrElse(""), program.output)
  }

  "The distribution" should {

    "load its classes from its archive" in {
      val (source, said) = sourceOfMain(distribution, "here")
      source should include("shared objects file")
      said should not include "warning"
    }

    "load them from its jars where it was copied to" in {
      val copy = home.resolve("copy")
      Using.resource(Files.walk(distribution)) {
        _.iterator().asScala.foreach(it => Files.copy(it, copy.resolve(distribution.relativize(it))))
      }
      val (source, said) = sourceOfMain(copy, "copy")
      source should include(".jar")
      said should not include "warning"
    }
  }
}
