package io.troupe.node

import org.scalatest.matchers.should.Matchers
import org.scalatest.wordspec.AnyWordSpec

class TraceRulesSpec extends AnyWordSpec with Matchers {

  private def connector(name: String, detail: String = "") = Call("connector", name, detail, "c")
  private def task(name: String, detail: String = "") = Call("task-0", name, detail, "t")
  private def aside(name: String, detail: String = "") = Call("task-0", name, detail, "other")
  private def plugin(instance: String, name: String, thread: String = "t") = Call(instance, name, "", thread)
  private def polls(times: Int): Seq[Call] =
    Seq.fill(times)(Seq(task("poll"), task("poll returns", "null"))).flatten

  private val built = Seq(plugin("value converter", "configure", "b"), plugin("transform", "configure", "b"))
  private val begun = Seq(task("initialize"), task("start", "null"))
  private val oneRecord = Seq(task("poll"), task("poll returns", "1"), plugin("value converter", "fromConnectData"))
  private val acknowledged = aside("commitRecord", "{n=0} metadata")
  private val ended = Seq(task("commit"), task("stop"), plugin("value converter", "close"))

  /** A source, as the contract shows it: what repeats is cut to two. */
  private val source = Trace(
    Seq(
      Phase(
        "PUT config",
        Seq(connector("validate"), connector("start")) ++ built ++ begun ++ oneRecord ++
          (polls(2).head +: acknowledged +: polls(2).tail) :+ aside("commit")
      ),
      Phase("pause", Seq(connector("stop"), aside("commit"))),
      Phase("resume", connector("start") +: polls(2)),
      Phase("delete", (connector("stop") +: polls(1)) ++ ended)
    )
  )

  /** The same as a worker does it: polls go on, and some reach into the next request's time. */
  private val run = Trace(
    Seq(
      Phase(
        "PUT config",
        Seq(connector("validate")) ++ built ++ begun ++ oneRecord ++ Seq(acknowledged, connector("start")) ++ polls(
          9
        ) :+
          aside("commit") :+ task("poll")
      ),
      Phase("pause", (task("poll returns", "null") +: polls(2)) ++ Seq(aside("commit"), connector("stop"))),
      Phase("resume", polls(20) :+ connector("start")),
      Phase("delete", (polls(3) :+ connector("stop")) ++ ended)
    )
  )

  private def changed(request: String)(change: Seq[Call] => Seq[Call]): Trace =
    Trace(run.phases.map(it => if (it.request == request) it.copy(calls = change(it.calls)) else it))

  private def without(request: String)(wanted: Call => Boolean): Trace =
    changed(request)(calls => calls.patch(calls.indexWhere(wanted), Seq.empty, 1))

  private def moved(request: String)(call: Call, before: Call): Trace = changed(request) { calls =>
    val left = calls.diff(Seq(call))
    left.patch(left.indexOf(before), Seq(call), 0)
  }

  private def differences(actual: Trace): Seq[String] = TraceRules.differences(source, actual, clocked = false)

  "Two traces" should {

    "say the same when only the clock made them different" in {
      differences(run) shouldBe empty
    }

    "be compared as far as the actual one goes" in {
      differences(Trace(run.phases.take(2))) shouldBe empty
      differences(Trace(run.phases.take(1))) shouldBe empty
    }

    "differ by any call that is missing" in {
      val periodic = Set("poll", "poll returns")
      for (phase <- run.phases; call <- phase.calls if !periodic(call.name)) {
        withClue(s"$call after ${phase.request}: ")(differences(without(phase.request)(_ eq call)) should not be empty)
      }
      differences(without("PUT config")(_ == task("poll returns", "1"))) should not be empty
    }

    "differ by any call that comes twice" in {
      for (phase <- run.phases; (call, i) <- phase.calls.zipWithIndex if !call.is("poll", "poll returns", "commit")) {
        withClue(s"$call after ${phase.request}: ") {
          differences(changed(phase.request)(_.patch(i, Seq(call), 0))) should not be empty
        }
      }
      differences(changed("delete")(task("commit") +: _)) should not be empty
    }

    "differ by the order on one thread" in {
      differences(moved("PUT config")(task("start", "null"), task("initialize"))) should not be empty
      differences(moved("PUT config")(built(1), built.head)) should not be empty
      differences(moved("delete")(task("stop"), task("commit"))) should not be empty
      differences(moved("delete")(ended.last, task("stop"))) should not be empty
      differences(moved("PUT config")(oneRecord.last, task("poll returns", "1"))) should not be empty
      differences(moved("PUT config")(connector("start"), connector("validate"))) should not be empty
    }

    "differ by a detail" in {
      val other = changed("PUT config")(_.map(it => if (it == begun(1)) task("start", "{n=0}") else it))
      differences(other) shouldBe Seq(
        "after [PUT config] task-0: expected value converter configure; transform configure; task-0 initialize; " +
          "task-0 start null; task-0 poll; task-0 poll returns 1; value converter fromConnectData; goes on: polls, " +
          "got value converter configure; transform configure; task-0 initialize; task-0 start {n=0}; task-0 poll; " +
          "task-0 poll returns 1; value converter fromConnectData; goes on: polls",
        "after [PUT config] task-0 acknowledgements: expected task-0 start null; " +
          "task-0 commitRecord aside {n=0} metadata; (commit now and then), got task-0 start {n=0}; " +
          "task-0 commitRecord aside {n=0} metadata; (commit now and then)"
      )
    }

    "differ by the request that a call followed" in {
      val later = without("pause")(_ == connector("stop"))
      val moved =
        later.phases.map(it => if (it.request == "resume") it.copy(calls = connector("stop") +: it.calls) else it)
      differences(Trace(moved)) should not be empty
    }

    "differ by a call that came on another kind of thread" in {
      differences(changed("delete")(_.map(it => if (it == ended.head) aside("commit") else it))) should not be empty
      val own = changed("PUT config")(_.map(it => if (it == acknowledged) it.copy(thread = "t") else it))
      differences(own) should not be empty
      differences(
        changed("delete")(_.map(it => if (it == ended.last) it.copy(thread = "x") else it))
      ) should not be empty
    }

    "differ when a paused task polls on, or a resumed one does not" in {
      differences(changed("pause")(_ ++ polls(10))) should not be empty
      differences(changed("resume")(_ => Seq(connector("start")))) should not be empty
    }

    "differ by a periodic commit before the start or after the stop" in {
      differences(changed("PUT config")(aside("commit") +: _)) should not be empty
      differences(changed("delete")(_ :+ aside("commit"))) should not be empty
    }

    "differ by an acknowledgement after the last commit" in {
      differences(Trace(without("PUT config")(_ == acknowledged).phases.map { it =>
        if (it.request == "delete") it.copy(calls = it.calls :+ acknowledged) else it
      })) should not be empty
    }
  }

  "Traces of a sink while a source writes" should {
    val around = Seq(
      plugin("value converter", "toConnectData"),
      plugin("predicate", "test"),
      plugin("transform", "apply")
    )
    def puts(count: Int, shown: Int): Seq[Call] = Seq.fill(shown)(around).flatten :+ task("put", s"$count")
    def commit(offset: Int): Seq[Call] = Seq(task("preCommit", s"<topic>-0=$offset"), task("flush"))
    val close = Seq(task("close", "[<topic>-0]"), task("stop"))
    val begin = Seq(task("initialize"), task("start"), task("open", "[<topic>-0]"))
    val nothing = Seq(task("put nothing"))

    def sink(first: Seq[Call], paused: Seq[Call], last: Seq[Call]): Trace =
      Trace(Seq(Phase("PUT config", begin ++ first), Phase("pause", paused), Phase("delete", last ++ close)))

    val contract = sink(puts(4, 2) ++ puts(1, 1) ++ nothing ++ commit(7), commit(7) ++ nothing ++ commit(7), commit(7))
    def differences(first: Seq[Call], paused: Seq[Call], last: Seq[Call]): Seq[String] =
      TraceRules.differences(contract, sink(first, paused, last), clocked = true)

    "say the same whatever was written" in {
      val first = puts(1, 1) ++ commit(1) ++ nothing ++ puts(3, 3)
      differences(first, puts(1, 1) ++ commit(5) ++ nothing ++ commit(5), nothing ++ commit(5)) shouldBe empty
    }

    "differ when another offset is committed than was put" in {
      val first = puts(3, 3) ++ nothing ++ commit(3)
      differences(first, commit(3) ++ nothing, commit(3)) shouldBe empty
      differences(first, commit(3) ++ nothing, commit(2)) should not be empty
      differences(puts(3, 3) ++ nothing ++ commit(4), commit(3) ++ nothing, commit(3)) should not be empty
    }

    "differ when a record is put that was not transformed" in {
      differences(puts(3, 2) ++ nothing ++ commit(3), commit(3) ++ nothing, commit(3)) should not be empty
      differences(puts(3, 4) ++ nothing ++ commit(3), commit(3) ++ nothing, commit(3)) should not be empty
    }

    "differ when records are put while paused" in {
      val first = puts(3, 3) ++ nothing ++ commit(3)
      differences(first, commit(3) ++ nothing ++ puts(1, 1), commit(4)) should not be empty
    }

    "differ when no commit is made" in {
      val first = puts(3, 3) ++ nothing ++ commit(3)
      differences(puts(3, 3) ++ nothing, commit(3) ++ nothing, commit(3)) should not be empty
      differences(first, nothing, commit(3)) should not be empty
      differences(first, commit(3) ++ nothing, Seq.empty) should not be empty
    }

    "differ when the task is opened again" in {
      val again = commit(3) ++ Seq(close.head, task("open", "[<topic>-0]"))
      differences(puts(3, 3) ++ nothing ++ commit(3) ++ again, commit(3) ++ nothing, commit(3)) should not be empty
    }
  }

  "Every trace of the contract" should {
    "have requests and calls" in {
      TraceCase.contract should have size 25
      TraceCase.faults should not be empty
      TraceCase.all.foreach { it =>
        it.expected.phases.head.request shouldBe "PUT config"
        it.expected.requests shouldBe it.steps.map(_.request)
      }
    }

    "differ from every other one" in {
      for (one <- TraceCase.contract; other <- TraceCase.contract if one.expected != other.expected) {
        withClue(s"${one.name} and ${other.name}: ") {
          val same = TraceRules.differences(one.expected, other.expected, one.clocked).isEmpty
          same && one.expected.requests == other.expected.requests shouldBe false
        }
      }
    }
  }

  private def onTask(call: Call): Boolean = call.thread.startsWith("task-thread-")

  "A deviation" should {
    "be one: an error of a source has another trace there" in {
      val all = TraceCase.faults
      TraceDeviations.AsAfterAnException.foreach { case (name, other) =>
        val error = all.find(_.name == name).get
        val exception = all.find(_.name == other).get
        error.settings.keySet shouldBe exception.settings.keySet
        def lastCommit(of: TraceCase) = of.expected.phases.head.calls.exists(it => it.is("commit") && onTask(it))
        (lastCommit(error), lastCommit(exception)) shouldBe ((false, true))
      }
    }

    "be of a trace that is there, and leave something out of it" in {
      TraceDeviations.All.foreach { it =>
        val of = TraceCase.all.find(_.name == it.trace).get
        of.expected.requests should contain(it.request)
        TraceDeviations.without(of.expected, of) should not be of.expected
      }
    }
  }
}
