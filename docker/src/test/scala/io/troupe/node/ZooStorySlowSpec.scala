package io.troupe.node

import java.nio.file.{Files, Path}
import scala.util.Try

/** Plugins that others made, as users get them: listed and validated as by an Apache worker, and run, killed and
  * resumed beside one. What was done is in docs/tested-plugins.md; with -Dzoo.write=true it is written, else compared.
  */
class ZooStorySlowSpec
    extends ZooListed
    with ZooProviders
    with ZooMirror
    with ZooApicurio
    with ZooMariaDb
    with ZooMongo
    with ZooIceberg
    with ZooCamel {

  private val table = Path.of("..", "docs", "tested-plugins.md").toAbsolutePath

  "The table of tested plugins" should {

    "say what was done" in {
      val text = ZooTable.text(listed(troupe.rest).distinct, done.toMap)
      if (System.getProperty("zoo.write") != null) Files.writeString(table, text)
      Try(Files.readString(table)).getOrElse("") shouldBe text
      troupe.terminate()
    }
  }
}
