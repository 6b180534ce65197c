package io.troupe.worker.connector

import io.troupe.persistence.connector.{RunState, TargetState}
import org.scalatest.wordspec.AnyWordSpecLike

/** A connector is driven to the state that is wanted: contract/behaviours.md, section 2. */
class ConnectorActorSpec extends ConnectorHosting with AnyWordSpecLike {

  "A connector" should {
    "be started and asked for its tasks, which get its task class" in {
      val stage = new Stage
      stage.host(new Script(stage.calls), config = Map("tasks.max" -> "3", "topics" -> "t", "topics.regex" -> " "))
      stage.expectCalls("start", "taskConfigs")
      stage.expectIs(RunState.RUNNING)
      stage.expectPlanned() shouldBe Seq(
        Map("max" -> "3", "task.class" -> "org.apache.kafka.connect.connector.Task", "topics" -> "t")
      )
    }

    "be asked for its tasks anew when it wants to be" in {
      val stage = new Stage
      val script = new Script(stage.calls)
      stage.runningHost(script)
      script.connector.replan()
      stage.expectCalls("taskConfigs")
      stage.expectPlanned() should have size 1
    }

    "not be started when it is created paused or stopped" in {
      for ((target, state) <- Seq(TargetState.PAUSED -> RunState.PAUSED, TargetState.STOPPED -> RunState.STOPPED)) {
        val stage = new Stage
        stage.host(new Script(stage.calls), target)
        stage.expectIs(state)
        stage.calls.expectNoMessage()
      }
    }

    "be stopped and started again on the same instance" in {
      for ((target, state) <- Seq(TargetState.PAUSED -> RunState.PAUSED, TargetState.STOPPED -> RunState.STOPPED)) {
        val stage = new Stage
        val script = new Script(stage.calls)
        val host = stage.runningHost(script)
        val instance = script.connector
        host ! aim(target)
        stage.expectCalls("stop")
        stage.expectIs(state)
        host ! aim(TargetState.STARTED)
        stage.expectCalls("start", "taskConfigs")
        stage.expectIs(RunState.RUNNING)
        script.connector should be theSameInstanceAs instance
      }
    }

    "not be stopped twice" in {
      val stage = new Stage
      val host = stage.runningHost(new Script(stage.calls))
      host ! aim(TargetState.PAUSED)
      host ! aim(TargetState.STOPPED)
      host ! ConnectorActor.End.INSTANCE
      stage.reports.expectTerminated(host)
      stage.expectCalls("stop")
      stage.calls.expectNoMessage()
    }

    "plan nothing while it rests" in {
      val stage = new Stage
      val script = new Script(stage.calls)
      val host = stage.runningHost(script)
      host ! aim(TargetState.PAUSED)
      stage.expectCalls("stop")
      script.connector.replan()
      stage.calls.expectNoMessage()
    }

    "be stopped at its end, even if it fails then" in {
      val stage = new Stage
      val host = stage.runningHost(new Script(stage.calls) {
        override def onStop(): Unit = throw new IllegalStateException("no")
      })
      host ! ConnectorActor.End.INSTANCE
      stage.expectCalls("stop")
      stage.reports.expectTerminated(host)
    }
  }
}
