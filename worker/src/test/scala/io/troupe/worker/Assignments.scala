package io.troupe.worker

import io.troupe.persistence.connector.TargetState
import io.troupe.persistence.{ConnectorId, TaskId}
import io.troupe.worker.task.Assignment

import java.time.Duration
import java.util.{Map => JMap}
import scala.jdk.CollectionConverters._

object Assignments {
  val Never: Duration = Duration.ofHours(1)

  def settings(commitEvery: Duration = Never, commitWithin: Duration = Duration.ofSeconds(10)): WorkerSettings =
    new WorkerSettings(JMap.of(), "w:1", "g", commitEvery, commitWithin, Duration.ofSeconds(5), true, false)

  def assignment(taskConfig: Map[String, String], connector: Map[String, String] = Map.empty): Assignment =
    new Assignment(
      new TaskId(new ConnectorId("orders", 1), 0),
      1,
      1,
      TargetState.STARTED,
      (connector + ("name" -> "orders")).asJava,
      taskConfig.asJava
    )
}
