package io.troupe.worker.connector

import io.troupe.persistence.connector.{RunState, TargetState}
import io.troupe.worker.provider.Vault
import org.apache.pekko.actor.testkit.typed.scaladsl.FishingOutcomes
import org.scalatest.wordspec.AnyWordSpecLike

import java.util.{List => JList, Map => JMap}
import scala.concurrent.duration._

/** References in a connector's settings: contract/behaviours.md, section 12. */
class ReferencesSpec extends ConnectorHosting with AnyWordSpecLike {

  override protected def providers: Map[String, String] = Map(
    "config.providers" -> "vault",
    "config.providers.vault.class" -> classOf[Vault].getName,
    "config.providers.vault.param.password" -> "s3cret",
    "config.providers.vault.param.ttl" -> "1000",
    "config.providers.vault.param.two" -> "2",
    "config.providers.vault.param.yes" -> "true",
    "config.providers.vault.param.no" -> "false"
  )

  private def reference(name: String): String = "$" + s"{$name}"

  private val brief = Map("password" -> reference("vault:brief:password"))

  "A connector" should {
    "get what references stand for, and its tasks the references again" in {
      val stage = new Stage
      stage.host(
        new Script(stage.calls) {
          override def onTaskConfigs(max: Int): JList[JMap[String, String]] =
            JList.of(JMap.of("password", connector.setting("password"), "seen", connector.setting("password").reverse))
        },
        config = Map("password" -> reference("vault:password"), "topics" -> reference("vault:password"))
      )
      stage.expectCalls("start", "taskConfigs")
      stage.expectIs(RunState.RUNNING)
      stage.expectPlanned() shouldBe Seq(
        Map(
          "password" -> reference("vault:password"),
          "topics" -> reference("vault:password"),
          "seen" -> "terc3s",
          "task.class" -> "org.apache.kafka.connect.connector.Task"
        )
      )
      stage.reports.expectNoMessage(1500.millis)
    }

    "have as many tasks as a reference says, and fail with more" in {
      val stage = new Stage
      val two = Map("tasks.max" -> reference("vault:two"))
      stage.host(
        new Script(stage.calls) {
          override def onTaskConfigs(max: Int): JList[JMap[String, String]] = tasks(max)
        },
        config = two
      )
      stage.expectCalls("start", "taskConfigs")
      stage.expectIs(RunState.RUNNING)
      stage.expectPlanned() should have size 2

      for ((enforce, fails) <- Seq("yes" -> true, "no" -> false)) {
        val other = new Stage
        other.host(
          new Script(other.calls) {
            override def onTaskConfigs(max: Int): JList[JMap[String, String]] = tasks(max + 1)
          },
          config = two + ("tasks.max.enforce" -> reference(s"vault:$enforce"))
        )
        other.expectCalls("start", "taskConfigs")
        other.expectIs(RunState.RUNNING)
        if (fails) other.expectFailure() else other.expectPlanned() should have size 3
      }
    }

    "say what its references for restarts stand for, before anything can fail" in {
      val stage = new Stage
      stage.host(
        new Script(stage.calls),
        config = Map(
          "connector.class" -> "Nobody",
          "troupe.restart.max.ms" -> reference("vault:two"),
          "troupe.restart.min.ms" -> "1",
          "password" -> reference("vault:password")
        )
      )
      stage.reports.expectMessage(
        new ConnectorReport.RestartReferences(JMap.of(reference("vault:two"), "2"))
      )
      stage.reports.expectMessageType[ConnectorReport.Failed]
    }

    "fail when a reference has no value, and say which one" in {
      val stage = new Stage
      stage.host(new Script(stage.calls), config = Map("password" -> reference("vault:nothing")))
      stage.reports.expectMessageType[ConnectorReport.Failed].trace should include(
        "no value for " + reference("vault:nothing")
      )
      stage.calls.expectNoMessage()
    }

    "expire once the time to live of a value is over, also while it rests" in {
      for (target <- TargetState.values) {
        val stage = new Stage
        stage.host(new Script(stage.calls), target, brief)
        stage.reports.fishForMessage(3.seconds) {
          case ConnectorReport.Expired.INSTANCE => FishingOutcomes.complete
          case _ => FishingOutcomes.continueAndIgnore
        }
        stage.reports.expectNoMessage()
      }
    }

    "expire also when it has failed" in {
      val stage = new Stage
      stage.host(
        new Script(stage.calls) {
          override def onStart(): Unit = throw new IllegalStateException("no paper")
        },
        config = brief
      )
      stage.expectFailure() should include("no paper")
      stage.reports.expectMessage(3.seconds, ConnectorReport.Expired.INSTANCE)
    }

    "not expire when it is not to be reloaded" in {
      val stage = new Stage
      stage.runningHost(new Script(stage.calls), brief + ("config.action.reload" -> "NONE"))
      stage.reports.expectNoMessage(1500.millis)
    }
  }
}
