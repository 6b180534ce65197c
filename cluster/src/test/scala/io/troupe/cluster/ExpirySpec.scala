package io.troupe.cluster

import io.troupe.cluster.probe.{Probe, Ticking}
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.connector.{RunState, TargetState}

/** Values of a config provider that expire: contract/behaviours.md, section 12. */
class ExpirySpec extends WorkerSpec {

  private lazy val ticking = new Worker(
    Worker.newJournal(),
    Map("config.providers" -> "t", "config.providers.t.class" -> classOf[Ticking].getName)
  )

  private def reference(name: String): String = "$" + s"{$name}"

  override protected def worker: Worker = ticking

  "A connector whose values expire" should {

    "be restarted, but not its tasks as long as their configurations are the same" in {
      val probe = create("ticking", "secret" -> reference("t:tick"))
      eventually(taskStates("ticking") shouldBe Seq(RunState.RUNNING))

      eventually(probe.count(Point.CONNECTOR_START) should be >= 3)

      probe.count(Point.CONNECTOR_STOP) should be >= 2
      (probe.count(Point.TASK_START), probe.count(Point.TASK_STOP)) shouldBe ((1, 0))
      state("ticking") shouldBe RunState.RUNNING
      view("ticking").state.config should contain key "secret"
      view("ticking").state.config.get("secret") shouldBe reference("t:tick")
    }

    "get the tasks that its new values ask for" in {
      create("growing", "tasks" -> reference("t:tasks"))
      eventually(taskStates("growing") shouldBe Seq(RunState.RUNNING))

      Ticking.tasks(2)

      eventually(taskStates("growing") shouldBe Seq.fill(2)(RunState.RUNNING))
    }

    "stay paused" in {
      val probe = create("dozing", "secret" -> reference("t:tick"))
      eventually(state("dozing") shouldBe RunState.RUNNING)
      retarget("dozing", TargetState.PAUSED)
      eventually(state("dozing") shouldBe RunState.PAUSED)
      val started = probe.count(Point.CONNECTOR_START)

      val other = create("dozing-clock", "secret" -> reference("t:tick"))
      eventually(other.count(Point.CONNECTOR_START) should be >= 3)

      probe.count(Point.CONNECTOR_START) shouldBe started
      state("dozing") shouldBe RunState.PAUSED
    }

    "be restarted even if its old instance does not stop" in {
      val probe = create("stubborn", "secret" -> reference("t:tick"))
      eventually(state("stubborn") shouldBe RunState.RUNNING)
      probe.block(Point.CONNECTOR_STOP)

      eventually(probe.count(Point.CONNECTOR_START) should be >= 2)

      Probe.releaseAll()
    }
  }
}
