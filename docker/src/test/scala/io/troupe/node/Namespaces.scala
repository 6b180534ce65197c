package io.troupe.node

import java.util.concurrent.TimeUnit
import scala.util.Try

/** Machines of their own for some workers: network namespaces of Linux, each with one line to the services and one to
  * the other workers, which can be cut. Needs the rights of an administrator.
  */
final class Namespaces(count: Int) extends AutoCloseable {

  import Namespaces._

  remove()
  bridge(Services, host)
  bridge(Cluster, "10.78.0.1")
  (0 until count).foreach { number =>
    ip("netns", "add", name(number))
    inside(number, "link", "set", "lo", "up")
    line(number, Services, restHost(number))
    line(number, Cluster, clusterHost(number))
  }

  private def bridge(name: String, address: String): Unit = {
    ip("link", "add", name, "type", "bridge")
    ip("addr", "add", s"$address/24", "dev", name)
    ip("link", "set", name, "up")
  }

  private def line(number: Int, bridge: String, address: String): Unit = {
    val (outer, inner) = (s"$bridge$number", s"${bridge}in$number")
    ip("link", "add", outer, "type", "veth", "peer", "name", inner)
    ip("link", "set", outer, "master", bridge, "up")
    ip("link", "set", inner, "netns", name(number))
    inside(number, "addr", "add", s"$address/24", "dev", inner)
    inside(number, "link", "set", inner, "up")
  }

  private def inside(number: Int, command: String*): Unit = ip(Seq("-n", name(number)) ++ command: _*)

  /** What is sent to the other workers is lost; broker, database and clients stay in reach. */
  def cut(number: Int): Unit = ip("link", "set", s"$Cluster$number", "down")

  def mend(number: Int): Unit = ip("link", "set", s"$Cluster$number", "up")

  /** Nothing that is sent from or to it arrives: as when its power is gone, it neither answers nor refuses. */
  def powerOff(number: Int): Unit = Seq(Services, Cluster).foreach(it => ip("link", "set", s"$it$number", "down"))

  def powerOn(number: Int): Unit = Seq(Services, Cluster).foreach(it => ip("link", "set", s"$it$number", "up"))

  override def close(): Unit = remove()

  private def remove(): Unit = {
    (0 until count).foreach(number => Try(ip("netns", "del", name(number))))
    Seq(Services, Cluster).foreach(bridge => Try(ip("link", "del", bridge)))
  }
}

object Namespaces {

  private val Services = "troupe-s"
  private val Cluster = "troupe-c"

  val host = "10.77.0.1"
  def restHost(number: Int) = s"10.77.0.${number + 2}"
  def clusterHost(number: Int) = s"10.78.0.${number + 2}"
  def launcher(number: Int): Seq[String] = Seq("ip", "netns", "exec", name(number))
  private def name(number: Int) = s"troupe-$number"

  /** Why this system does not permit them, if it does not. */
  lazy val refusal: Option[String] = Try(new Namespaces(1).close()).failed.toOption.map(_.toString)

  def permitted: Boolean = refusal.isEmpty

  private def ip(arguments: String*): Unit = {
    val process = new ProcessBuilder("ip" +: arguments: _*).redirectErrorStream(true).start()
    val said = new String(process.getInputStream.readAllBytes())
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(s"ip ${arguments.mkString(" ")}: $said")
    }
  }
}
