package io.troupe.node

/** Workers on machines of their own, as far as this system permits: each can be cut off the others, all from the
  * database.
  */
trait CutOffStory extends CompanyStory {

  private val apart = Namespaces.permitted
  override def host: String = if (apart) Namespaces.host else super.host
  override def clusterHost(number: Int): String =
    if (apart) Namespaces.clusterHost(number) else super.clusterHost(number)
  override def restHost(number: Int): String = if (apart) Namespaces.restHost(number) else super.restHost(number)
  override def launcher(number: Int): Seq[String] = if (apart) Namespaces.launcher(number) else super.launcher(number)

  lazy val net = new Namespaces(nodes)
  lazy val database = new DatabaseProxy(postgres.getPort, host)

  override def settings: Map[String, String] =
    super.settings.updated("troupe.database.url", s"jdbc:postgresql://$host:${database.port}/postgres")

  override protected def afterAll(): Unit =
    try super.afterAll()
    finally {
      database.close()
      if (apart) net.close()
    }
}
