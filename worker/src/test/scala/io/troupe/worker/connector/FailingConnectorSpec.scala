package io.troupe.worker.connector

import io.troupe.persistence.connector.{RunState, TargetState}
import org.scalatest.wordspec.AnyWordSpecLike

import java.util.concurrent.atomic.AtomicBoolean
import java.util.{List => JList, Map => JMap}
import scala.concurrent.duration._

class FailingConnectorSpec extends ConnectorHosting with AnyWordSpecLike {

  private val longerThanARetry = 400.millis

  "A connector whose start throws" should {
    "be failed and never be stopped" in {
      for (failure <- Seq(new IllegalStateException("no paper"), new NoClassDefFoundError("no paper"))) {
        val stage = new Stage
        val host = stage.host(new Script(stage.calls) {
          override def onStart(): Unit = throw failure
        })
        stage.expectFailure() should include("no paper")
        host ! ConnectorActor.End.INSTANCE
        stage.reports.expectTerminated(host)
        stage.expectCalls("start")
        stage.calls.expectNoMessage()
      }
    }

    "ignore pause and resume, but be stopped, which clears the failure" in {
      val stage = new Stage
      val host = stage.host(new Script(stage.calls) {
        override def onStart(): Unit = throw new IllegalStateException("no paper")
      })
      stage.expectFailure()
      stage.expectCalls("start")
      host ! aim(TargetState.PAUSED)
      host ! aim(TargetState.STARTED)
      stage.reports.expectNoMessage()
      host ! aim(TargetState.STOPPED)
      stage.expectIs(RunState.STOPPED)
      stage.calls.expectNoMessage()
    }
  }

  "A connector that raises an error" should {
    "be failed and not be stopped for that" in {
      val stage = new Stage
      val script = new Script(stage.calls)
      val host = stage.runningHost(script)
      script.connector.raise(new IllegalStateException("lost the source"))
      stage.expectFailure() should include("lost the source")
      stage.calls.expectNoMessage()
      host ! ConnectorActor.End.INSTANCE
      stage.expectCalls("stop")
      stage.reports.expectTerminated(host)
    }

    "plan no tasks any more" in {
      val stage = new Stage
      val script = new Script(stage.calls)
      stage.runningHost(script)
      script.connector.raise(new IllegalStateException("lost the source"))
      stage.expectFailure()
      script.connector.replan()
      stage.calls.expectNoMessage()
    }

    "be started again after a stop" in {
      val stage = new Stage
      val script = new Script(stage.calls)
      val host = stage.runningHost(script)
      script.connector.raise(new IllegalStateException("lost the source"))
      stage.expectFailure()
      host ! aim(TargetState.STOPPED)
      stage.expectCalls("stop")
      stage.expectIs(RunState.STOPPED)
      host ! aim(TargetState.STARTED)
      stage.expectCalls("start", "taskConfigs")
      stage.expectIs(RunState.RUNNING)
    }
  }

  "A connector whose stop throws" should {
    "be failed" in {
      val stage = new Stage
      val host = stage.runningHost(new Script(stage.calls) {
        override def onStop(): Unit = throw new IllegalStateException("jammed")
      })
      host ! aim(TargetState.PAUSED)
      stage.expectCalls("stop")
      stage.expectFailure() should include("jammed")
    }

    "be stopped all the same when it ought to be, and can be started again" in {
      for (failure <- Seq(new IllegalStateException("jammed"), new NoClassDefFoundError("jammed"))) {
        val stage = new Stage
        val host = stage.runningHost(new Script(stage.calls) {
          override def onStop(): Unit = throw failure
        })
        host ! aim(TargetState.STOPPED)
        stage.expectCalls("stop")
        stage.expectIs(RunState.STOPPED)
        host ! aim(TargetState.STARTED)
        stage.expectCalls("start", "taskConfigs")
        stage.expectIs(RunState.RUNNING)
      }
    }
  }

  "A connector that cannot say its tasks" should {
    "stay running and be asked again, less and less often" in {
      val stage = new Stage
      stage.host(new Script(stage.calls) {
        private var asked = 0
        override def onTaskConfigs(max: Int): JList[JMap[String, String]] = {
          asked += 1
          if (asked < 3) throw new IllegalStateException("not yet") else tasks(1)
        }
      })
      val begun = System.nanoTime()
      stage.expectCalls("start", "taskConfigs", "taskConfigs", "taskConfigs")
      (System.nanoTime() - begun) / 1000000 should be >= 700L // 250 ms and 500 ms
      stage.expectIs(RunState.RUNNING)
      stage.expectPlanned() should have size 1
    }

    "not be asked again once it is paused" in {
      val stage = new Stage
      val host = stage.host(new Script(stage.calls) {
        override def onTaskConfigs(max: Int): JList[JMap[String, String]] = throw new IllegalStateException("never")
      })
      stage.expectCalls("start", "taskConfigs")
      host ! aim(TargetState.PAUSED)
      stage.expectCalls("stop")
      stage.calls.expectNoMessage(longerThanARetry)
    }

    "not be asked once more when it asked for itself in between" in {
      val stage = new Stage
      val ready = new AtomicBoolean
      val script = new Script(stage.calls) {
        override def onTaskConfigs(max: Int): JList[JMap[String, String]] =
          if (ready.get) tasks(1) else throw new IllegalStateException("not yet")
      }
      stage.host(script)
      stage.expectCalls("start", "taskConfigs")
      ready.set(true)
      script.connector.replan()
      stage.expectCalls("taskConfigs")
      stage.calls.expectNoMessage(longerThanARetry)
    }
  }

  "A connector with more tasks than tasks.max" should {
    "be failed, and no task be planned" in {
      val stage = new Stage
      stage.host(many(stage), config = Map("tasks.max" -> "2"))
      stage.expectIs(RunState.RUNNING)
      stage.expectFailure() should include("generated 3 tasks, which is greater than 2")
      stage.reports.expectNoMessage()
    }

    "run them all when tasks.max is not enforced" in {
      val stage = new Stage
      stage.host(many(stage), config = Map("tasks.max" -> "2", "tasks.max.enforce" -> "false"))
      stage.expectIs(RunState.RUNNING)
      stage.expectPlanned() should have size 3
    }
  }

  "A connector that cannot be made" should {
    "be failed without a version, and grant a stop only" in {
      val stage = new Stage
      val host = stage.host(new Script(stage.calls), config = Map("connector.class" -> "no.such.Connector"))
      val failed = stage.reports.expectMessageType[ConnectorReport.Failed]
      failed.version shouldBe null
      failed.trace should include("no.such.Connector")
      host ! aim(TargetState.PAUSED)
      host ! aim(TargetState.STARTED)
      stage.reports.expectNoMessage()
      host ! aim(TargetState.STOPPED)
      stage.reports.expectMessage(new ConnectorReport.Is(RunState.STOPPED, null))
      host ! ConnectorActor.End.INSTANCE
      stage.reports.expectTerminated(host)
    }
  }

  private def many(stage: Stage): Script = new Script(stage.calls) {
    override def onTaskConfigs(max: Int): JList[JMap[String, String]] = tasks(3)
  }
}
