package io.troupe.node

import io.troupe.node.TraceLanes._
import scala.collection.mutable

/** Takes traces apart into what [[TraceRules]] compare.
  *
  * @param committing
  *   whether a task commits between its polls
  * @param cut
  *   whether what repeats was cut to two
  * @param often
  *   from how many polls on a task polls on
  */
final class TraceLanes(clocked: Boolean, committing: Boolean, cut: Boolean, often: Int) {

  /** Of each lane, and each request by its number, what was told. */
  def of(trace: Trace): Map[String, Map[Int, Told]] = {
    val split = new LaneSplit
    for ((phase, number) <- trace.phases.zipWithIndex; call <- phase.calls) split.add(Step(number, call))
    val lanes = split.lanes.view.mapValues { steps =>
      withoutRepeats(meanings(polledTwice(steps))).groupBy(_.phase).view.mapValues(it => told(it.map(_.meaning))).toMap
    }.toMap
    lanes + ("all tasks" -> livesOf(trace))
  }

  /** When the tasks of a connector are made and stopped: one after the other, or after all of those before. */
  private def livesOf(trace: Trace): Map[Int, Told] =
    trace.phases.zipWithIndex.map { case (phase, number) =>
      val lives = phase.calls.filter(it => it.instance.startsWith("task-") && it.is("initialize", "stop"))
      number -> Told(together(lives), Set.empty)
    }.toMap

  private def together(lives: Seq[Call]): Seq[String] = lives.headOption.toSeq.flatMap { first =>
    val (same, rest) = lives.span(_.name == first.name)
    same.map(_.instance).sorted.mkString(s"${first.name} ", ", ", "") +: together(rest)
  }

  private def meanings(steps: Seq[Step]): Seq[Meant] = {
    val out = mutable.ArrayBuffer.empty[Meant]
    var flushed = false
    var waits = false
    for ((Step(number, call), i) <- steps.zipWithIndex) {
      def after(further: Int): Option[Call] = steps.lift(i + further).map(_.call)
      def add(meaning: Meaning): Unit = out += Meant(number, meaning)
      val skipped = flushed
      flushed = false
      if (call.is("open")) waits = true
      else if (call.is("put")) waits = false
      if (skipped || findsNothing(call)) ()
      else if (call.is("poll") && after(1).forall(findsNothing)) add(Goes("polls"))
      else if (
        committing && call.is("commit") && i > 0 && findsNothing(steps(i - 1).call) && after(1).forall(_.is("poll"))
      )
        add(Goes("commits of nothing"))
      else if (call.is("put nothing", LaneSplit.Periodic)) add(Periodic(call.name))
      else if (call.is("put")) add(put(call, out))
      else if (call.is("preCommit") && after(1).exists(_.is("flush"))) {
        flushed = true
        val last = after(2).exists(_.is("close"))
        if (last || !waits || !call.detail.endsWith("=0")) add(commit(call, last))
      } else add(Says(call.toString))
    }
    out.toSeq
  }

  /** Where a task polls until the clock says that its transaction is due: of polls in a row that return as much, two.
    */
  private def polledTwice(steps: Seq[Step]): Seq[Step] = {
    val waits = steps.zip(steps.drop(1)).exists { case (one, next) =>
      findsNothing(one.call) && next.call.is("commitRecord")
    }
    def returned(at: Int) =
      steps.lift(at).map(_.call).filter(call => call.is("poll returns") && !findsNothing(call)).map(_.detail)
    val gone =
      steps.indices.filter(i => waits && returned(i).nonEmpty && Seq(2, 4).forall(n => returned(i - n) == returned(i)))
    steps.indices.filterNot(i => gone.contains(i) || gone.contains(i + 1)).map(steps)
  }

  private def findsNothing(call: Call): Boolean = call.is("poll returns") && call.detail == "null"

  /** Follows the conversion and transformation of each of its records, if probes note them. */
  private def put(call: Call, before: mutable.ArrayBuffer[Meant]): Meaning =
    if (!clocked) Says(call.toString)
    else {
      val count = call.detail.toInt
      val records = Seq.fill(if (cut) math.min(count, 2) else count)(OfOneRecord).flatten
      if (before.takeRight(records.size).map(_.meaning) == records) {
        before.dropRightInPlace(records.size)
        Goes("puts")
      } else Says(s"$call of other records")
    }

  private def commit(call: Call, last: Boolean): Meaning = {
    val text = s"${call.instance} preCommit ${if (clocked) "of what was put" else call.detail} and flush"
    if (last) Says(text) else if (clocked) Goes("commits") else Same(text)
  }

  /** The same commit again says nothing new. */
  private def withoutRepeats(all: Seq[Meant]): Seq[Meant] = {
    val said = all.filterNot(_.meaning.isInstanceOf[Periodic])
    val repeated = said.zip(said.drop(1)).collect {
      case (one, other) if one.meaning == other.meaning && one.meaning.isInstanceOf[Same] => other
    }
    all.filterNot(it => repeated.exists(_ eq it))
  }

  /** What goes on until the request arrives is not its doing. */
  private def told(all: Seq[Meaning]): Told = {
    val (periodic, said) = all.partition(_.isInstanceOf[Periodic])
    val (before, rest) = said.span(_.isInstanceOf[Goes])
    val relevant = if (rest.isEmpty) before.dropWhile(_ == Goes("puts")) else rest
    Told(tokens(relevant), periodic.map(_.text).toSet)
  }

  private def tokens(said: Seq[Meaning]): Seq[String] = {
    val (going, rest) = said.span(_.isInstanceOf[Goes])
    val least = if (rest.headOption.exists(_.text.contains(" commitRecord "))) 2 else often
    val few = going.count(_ == Goes("polls")) < least
    val kinds = going.filterNot(it => few && it == Goes("polls")).map(_.text).distinct.sorted
    val goes = if (kinds.isEmpty) Seq.empty else Seq(kinds.mkString("goes on: ", ", ", ""))
    goes ++ rest.headOption.toSeq.flatMap(first => first.text +: tokens(rest.tail))
  }
}

object TraceLanes {

  /** Whether a task commits between its polls, on its own thread, as exactly-once sources do. */
  def committing(trace: Trace): Boolean = {
    val calls = trace.phases.flatMap(_.calls).filter(_.is("commit", "poll"))
    calls.zip(calls.drop(1)).exists { case (one, next) =>
      one.is("commit") && next.is("poll") && one.instance == next.instance && one.thread == next.thread
    }
  }

  /** A call after the request of that number. */
  final case class Step(phase: Int, call: Call)

  private final case class Meant(phase: Int, meaning: Meaning)

  /** What a call, or a few, mean for the comparison. */
  private sealed trait Meaning { def text: String }
  private final case class Says(text: String) extends Meaning
  private final case class Same(text: String) extends Meaning
  private final case class Goes(text: String) extends Meaning
  private final case class Periodic(text: String) extends Meaning

  private val OfOneRecord: Seq[Meaning] =
    Seq("value converter toConnectData", "predicate test", "transform apply").map(Says(_))
}

/** Finds the lane of each call, by instance and by thread. */
final class LaneSplit {

  import LaneSplit._

  private val known = mutable.Map.empty[String, Vector[Step]].withDefaultValue(Vector.empty)
  private val threads = mutable.Map.empty[String, String]
  private val running = mutable.Set.empty[String]
  private var configured = Vector.empty[Vector[Step]]

  /** What was configured for no task has a lane, too. */
  def lanes: Map[String, Seq[Step]] =
    known.toMap ++ Option.when(configured.nonEmpty)("never initialized" -> configured.flatten)

  def add(step: Step): Unit = {
    val call = step.call
    if (call.instance == "connector") to("connector", step)
    else if (call.instance.startsWith("task-")) ofTask(call.instance, step)
    else if (call.is("configure")) configuring(step)
    else to(threads.collectFirst { case (task, call.thread) => task }.getOrElse("elsewhere"), step)
  }

  private def to(lane: String, step: Step): Unit = known(lane) = known(lane) :+ step

  /** Two tasks may be built at the same time: what is configured the second time belongs to the second. */
  private def configuring(step: Step): Unit = {
    val task = configured.indexWhere(!_.exists(_.call.instance == step.call.instance))
    configured = if (task < 0) configured :+ Vector(step) else configured.updated(task, configured(task) :+ step)
  }

  private def ofTask(task: String, step: Step): Unit = {
    val call = step.call
    if (call.is("initialize")) {
      threads(task) = call.thread
      configured.headOption.foreach(_.foreach(to(task, _)))
      configured = configured.drop(1)
    }
    val acknowledgements = s"$task acknowledgements"
    def aside(name: String): Unit = to(acknowledgements, step.copy(call = call.copy(name = name)))
    if (threads.get(task).contains(call.thread)) {
      to(task, step)
      if (call.is("start")) running += task
      if (call.is("start", "stop") || call.is("commit") && running(task)) to(acknowledgements, step)
      if (call.is("commit", "stop")) running -= task
    } else if (call.is("commit") && running(task)) aside(Periodic)
    else aside(s"${call.name} aside")
  }
}

object LaneSplit {
  val Periodic = "commit now and then"
}
