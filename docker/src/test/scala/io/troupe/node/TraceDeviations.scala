package io.troupe.node

/** Where plugins may be called otherwise than a trace of the contract says, on purpose, and why. Everything else is
  * compared by [[TraceRules]].
  *
  * @param left
  *   what is left of the calls, on both sides
  */
final case class TraceDeviation(trace: String, request: String, why: String, left: Seq[Call] => Seq[Call])

object TraceDeviations {

  val All: Seq[TraceDeviation] = Seq(
    TraceDeviation(
      "sink",
      "tasks.max 2",
      "Sink tasks are static members of their group: one that is started anew takes its seat as it is, at once or in the " +
        "rebalance that the new task brings. The reference's trace shows two rebalances, with a close and an open " +
        "between them.",
      withoutReopening
    )
  )

  /** An error that is no exception ends a source's task there without its last commit. Here whatever ends a task, what
    * Kafka has acknowledged before is recorded: as it is after an exception.
    */
  val AsAfterAnException: Map[String, String] = Map(
    "source-poll-error" -> "source-poll-fails-later",
    "source-convert-error" -> "source-convert-fails-later",
    "source-transform-error" -> "source-transform-fails-later",
    "source-predicate-error" -> "source-predicate-fails-later"
  )

  /** With what is expected here. */
  def here(all: Seq[TraceCase]): Seq[TraceCase] = all.map { it =>
    AsAfterAnException
      .get(it.name)
      .flatMap(other => all.find(_.name == other))
      .fold(it)(other => it.copy(steps = other.steps, expected = other.expected))
  }

  def without(trace: Trace, of: TraceCase): Trace = Trace(trace.phases.map { phase =>
    All
      .filter(it => it.trace == of.name && it.request == phase.request)
      .foldLeft(phase)((before, deviation) => before.copy(calls = deviation.left(before.calls)))
  })

  /** Without preCommit, flush, close and open of what was closed. */
  private def withoutReopening(calls: Seq[Call]): Seq[Call] = {
    val reopened = calls.groupBy(_.instance).values.flatMap { own =>
      own.sliding(4).filter { four =>
        four.map(_.name) == Seq("preCommit", "flush", "close", "open") && four(2).detail == four(3).detail
      }
    }
    val gone = reopened.flatten.toSeq
    calls.filterNot(call => gone.exists(_ eq call))
  }
}
