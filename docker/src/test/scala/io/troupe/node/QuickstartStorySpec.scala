package io.troupe.node

import java.nio.file.{Files, Path}

/** A newcomer types one command and sees a file travel through Kafka into an identical copy. */
class QuickstartStorySpec extends Story {

  private val home = folder("quickstart")

  private def quickstart(name: String, arguments: String*): (Int, String) = {
    val program = Program.troupe(distribution, home.resolve(s"$name.log"), "quickstart" +: arguments: _*)
    (program.awaitEnd(120), program.output)
  }

  private def written(name: String, text: String): Path = Files.writeString(home.resolve(name), text)

  "The quickstart" should {

    "copy a file of its own through a real broker, byte by byte" in {
      val (status, output) = quickstart("own", "--exit")
      withClue(output) {
        status shouldBe 0
        output should include("IDENTICAL")
        output should include("records/s")
        output should include("http://127.0.0.1:")
      }
    }

    "copy UTF-8 text whose last line has no newline" in {
      val input = written("unfinished.txt", "erste Zeile: äöü\nзвёзды ✨ 漢字\n\nno newline at the end")
      val copy = home.resolve("unfinished-copy.txt")
      val (status, output) = quickstart("unfinished", "--exit", "--input", input.toString, "--output", copy.toString)
      withClue(output) {
        status shouldBe 0
        Files.mismatch(input, copy) shouldBe -1L
        output should include("newline")
      }
    }

    "copy an empty file" in {
      val input = written("empty.txt", "")
      val copy = home.resolve("empty-copy.txt")
      val (status, output) = quickstart("empty", "--exit", "--input", input.toString, "--output", copy.toString)
      withClue(output) {
        status shouldBe 0
        Files.size(copy) shouldBe 0L
      }
    }

    "refuse a missing input and an output that is not empty, in one line each" in {
      val (missing, said) = quickstart("missing", "--exit", "--input", home.resolve("nowhere.txt").toString)
      missing should not be 0
      said should include("nowhere.txt")
      said.linesIterator.size shouldBe 1

      val full = written("full.txt", "do not touch\n")
      val (refused, reason) =
        quickstart("full", "--exit", "--input", written("some.txt", "a\n").toString, "--output", full.toString)
      refused should not be 0
      reason should include("full.txt")
      Files.readString(full) shouldBe "do not touch\n"
    }
  }
}
