package io.troupe.node

/** When two traces say the same. Each is taken apart into lanes, whose calls have an order: the connector's; each
  * task's, that is what it, its converters, transformations and predicates are told on its own thread, and how they
  * were configured before; and each task's acknowledgements, that is what it is told on other threads. Every call of a
  * lane counts, with its detail and after the same request, but for this:
  *
  *   - threads have other names; only whether a call came on the task's own thread is compared;
  *   - polls that find nothing go on or do not: how many there are says the clock ("goes on" from [[Often]] on; the
  *     contract cuts what repeats to two). So it is with commits of the same offsets, and of other offsets and with
  *     puts of records while a source writes all the time;
  *   - so it is with commits of an exactly-once source after polls that found nothing; before it commits the records of
  *     several polls, two polls are enough to say that it polled on, and two that found as much to say that it found
  *     them;
  *   - what just goes on may do so until a request arrives, before the first call that the request leads to;
  *   - that tasks were made or stopped one after the other says nothing; that others were stopped before does;
  *   - empty puts and periodic commits of sources come whenever the clock says; they have to come where the contract
  *     has them, never before a start or after a stop; whether one comes before a connector is deleted says the clock;
  *   - a sink that waits for its first records may commit that it has none.
  */
object TraceRules {

  /** A task that polls on does so ten times a second; it may do so a few times before a request reaches it. */
  private val Often = 8

  /** What is different, a line each, as far as the actual trace goes. Where a clock decides about the records, offsets
    * are not the contract's, but have to be what was put.
    */
  def differences(expected: Trace, actual: Trace, clocked: Boolean): Seq[String] = {
    val committing = TraceLanes.committing(expected)
    val contract = new TraceLanes(clocked, committing, cut = true, often = 2).of(expected.upTo(actual))
    val run = new TraceLanes(clocked, committing, cut = false, often = Often).of(actual)
    val lanes = (contract.keySet ++ run.keySet).toSeq.sorted
    val told = for {
      (request, number) <- actual.requests.zipWithIndex
      lane <- lanes
      wanted = contract.getOrElse(lane, Map.empty).getOrElse(number, Told.Nothing)
      seen = run.getOrElse(lane, Map.empty).getOrElse(number, Told.Nothing)
      if wanted.tokens != seen.tokens || request != "delete" && !wanted.periodic.subsetOf(seen.periodic)
    } yield s"after [$request] $lane: expected ${wanted.shown}, got ${seen.shown}"
    if (clocked) told ++ miscounted(actual) else told
  }

  private def miscounted(actual: Trace): Seq[String] = {
    val seen = actual.phases.flatMap(_.calls).scanLeft((0, Option.empty[String])) { case ((put, _), call) =>
      if (call.is("put")) (put + call.detail.toInt, None)
      else if (call.is("preCommit") && call.detail != s"<topic>-0=$put") (put, Some(s"$call, but $put were put"))
      else (put, None)
    }
    seen.flatMap(_._2)
  }
}

/** What a plugin was told after a request.
  *
  * @param periodic
  *   what came now and then
  */
final case class Told(tokens: Seq[String], periodic: Set[String]) {
  def shown: String = (tokens ++ periodic.toSeq.sorted.map(it => s"($it)")).mkString("; ")
}

object Told {
  val Nothing: Told = Told(Seq.empty, Set.empty)
}
