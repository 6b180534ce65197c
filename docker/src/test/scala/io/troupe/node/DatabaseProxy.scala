package io.troupe.node

import java.io.IOException
import java.net.{BindException, InetAddress, InetSocketAddress, ServerSocket, Socket}
import java.util.concurrent.ConcurrentHashMap
import scala.annotation.tailrec
import scala.jdk.CollectionConverters._
import scala.util.{Failure, Success, Try}

/** Stands between workers and their database: passes everything on, or refuses, or says nothing any more. */
final class DatabaseProxy(database: Int, host: String = "127.0.0.1") extends AutoCloseable {

  private val open = ConcurrentHashMap.newKeySet[Socket]()
  private val ice = new Object
  private var frozen = false
  @volatile private var listener = listen(0)
  val port: Int = listener.getLocalPort

  private def listen(at: Int): ServerSocket = {
    val socket = bind(at, System.nanoTime() + 10000000000L)
    thread {
      while (true) {
        val client = socket.accept()
        open.add(client)
        thread(connect(client))
      }
    }
    socket
  }

  /** A socket that was closed listens until the thread that accepts at it has noticed. */
  @tailrec
  private def bind(at: Int, deadline: Long): ServerSocket = {
    val socket = new ServerSocket()
    socket.setReuseAddress(true)
    Try(socket.bind(new InetSocketAddress(host, at))) match {
      case Success(_) => socket
      case Failure(_: BindException) if System.nanoTime() < deadline =>
        socket.close()
        bind(at, deadline)
      case Failure(other) => throw other
    }
  }

  private def connect(client: Socket): Unit = {
    passing()
    val server = new Socket(InetAddress.getLoopbackAddress, database)
    open.add(server)
    thread(pump(server, client))
    pump(client, server)
  }

  private def pump(from: Socket, to: Socket): Unit =
    try {
      val buffer = new Array[Byte](65536)
      Iterator.continually(from.getInputStream.read(buffer)).takeWhile(_ >= 0).foreach { read =>
        passing()
        to.getOutputStream.write(buffer, 0, read)
      }
    } finally Seq(from, to).foreach { it => it.close(); open.remove(it) }

  private def passing(): Unit = ice.synchronized(while (frozen) ice.wait())

  private def thread(work: => Unit): Unit = {
    val made = new Thread(
      () =>
        try work
        catch { case _: IOException => () },
      "database-proxy"
    )
    made.setDaemon(true)
    made.start()
  }

  /** All connections break, and new ones are refused. */
  def goAway(): Unit = {
    listener.close()
    open.asScala.foreach(_.close())
    open.clear()
  }

  def comeBack(): Unit = listener = listen(port)

  /** Connections stay, and new ones are taken, but nothing is said on them any more. */
  def freeze(): Unit = ice.synchronized { frozen = true }

  def thaw(): Unit = ice.synchronized {
    frozen = false
    ice.notifyAll()
  }

  override def close(): Unit = {
    thaw()
    goAway()
  }
}
