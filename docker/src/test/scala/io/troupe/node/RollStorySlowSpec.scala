package io.troupe.node

/** Workers come, and are restarted in turn: a task moves only when it has to, and is away for less than a second. */
class RollStorySlowSpec extends CompanyStory {

  override def company = "roll"
  override val partitions = 12

  private val limit = 1000L
  private var workers = Seq.empty[Program]

  private def even(): Unit = spread(workers.head.rest, workers.size)

  private def starts(since: Long): Map[Int, Int] =
    runs
      .filter(it => it.start && it.connector == "count" && it.task != "-" && it.millis >= since)
      .groupBy(_.task.toInt)
      .view
      .mapValues(_.size)
      .toMap

  "A worker that joins" should {

    "take its share, and nothing else" in {
      createTopic()
      workers = startAll()
      count(workers.head.rest).status shouldBe 201
      note(workers.head.rest).status shouldBe 201
      eventually(even())
      eventually(ticks.taken.map(_.size).min should be > 150)
      val since = System.currentTimeMillis()

      workers = workers :+ start(3, "first-life")
      workers.last.address
      eventually(even())
      val settled = System.currentTimeMillis()
      eventually(ticks.written.map(_.count(_.millis > settled + 3000)).min should be > 50)

      val silence = ticks.written.map(Ticks.silence(_, since))
      val moved = starts(since)
      say(s"join: moved ${moved.keys.mkString(", ")}; silence ${silence.mkString(", ")} ms")
      moved.values.toSeq shouldBe Seq(1, 1, 1)
      moved.keys.map(silence).max should be < limit
      ticks.written.map(Ticks.repeats).flatten shouldBe empty
    }
  }

  "Workers that are restarted in turn" should {

    "cost each task two moves at most" in {
      val since = System.currentTimeMillis()
      workers.indices.foreach { number =>
        workers(number).terminate()
        val again = start(number, "second-life")
        again.address
        workers = workers.updated(number, again)
        eventually(even())
      }
      eventually(even())
      val settled = System.currentTimeMillis()
      eventually(ticks.written.map(_.count(_.millis > settled + 3000)).min should be > 50)

      val silence = ticks.written.map(Ticks.silence(_, since))
      val moved = starts(since)
      say(s"roll: starts ${(0 until partitions).map(moved.getOrElse(_, 0)).mkString(", ")}")
      say(s"roll: silence ${silence.mkString(", ")} ms")
      ticks.written.flatMap(Ticks.repeats) shouldBe empty
      ticks.written.foreach(Ticks.missing(_) shouldBe empty)
      moved.values.max should be <= 2
      silence.max should be < limit
    }
  }
}
