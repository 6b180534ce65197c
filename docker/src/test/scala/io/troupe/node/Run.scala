package io.troupe.node

import java.nio.file.{Files, Path}

/** What a ticking connector or task noted of itself.
  *
  * @param task
  *   its number, or "-" of the connector
  * @param what
  *   start or stop
  */
final case class Run(millis: Long, connector: String, task: String, what: String) {
  def start: Boolean = what == "start"
}

object Run {

  /** In the order in which they were written; a line in progress is left out. */
  def read(file: Path): Seq[Run] =
    if (!Files.exists(file)) Seq.empty
    else
      Files
        .readString(file)
        .linesWithSeparators
        .filter(_.endsWith("\n"))
        .map(_.trim.split(' '))
        .collect { case Array(millis, connector, task, what) => Run(millis.toLong, connector, task, what) }
        .toSeq
}
