package io.troupe.node

import java.util.concurrent.TimeUnit
import org.apache.kafka.clients.admin.Admin
import org.apache.kafka.common.acl.{AccessControlEntry, AclBinding, AclOperation, AclPermissionType}
import org.apache.kafka.common.resource.{PatternType, ResourcePattern, ResourceType}
import scala.jdk.CollectionConverters._

/** A broker that wants to know who its clients are, and grants each what it is told to; the user `admin` may do all. */
object Rights {

  private val authorizer = "org.apache.kafka.metadata.authorizer.StandardAuthorizer"

  /** @param by the class that decides */
  def broker(users: Seq[String], by: String = authorizer): Map[String, String] = Map(
    "listener.security.protocol.map" -> "CLIENTS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
    "sasl.enabled.mechanisms" -> "PLAIN",
    "sasl.mechanism.inter.broker.protocol" -> "PLAIN",
    "listener.name.clients.plain.sasl.jaas.config" -> (login("broker") +
      ("broker" +: "admin" +: users).map(user => s""" user_$user="of-$user"""").mkString + ";"),
    "authorizer.class.name" -> by,
    "super.users" -> "User:broker;User:admin;User:ANONYMOUS"
  )

  private def login(user: String): String =
    s"""org.apache.kafka.common.security.plain.PlainLoginModule required username="$user" password="of-$user""""

  /** Settings of a client of this user. */
  def of(user: String): Map[String, String] = Map(
    "security.protocol" -> "SASL_PLAINTEXT",
    "sasl.mechanism" -> "PLAIN",
    "sasl.jaas.config" -> (login(user) + ";")
  )

  /** Settings of a connector whose clients of these kinds are this user. */
  def overrides(user: String, kinds: String*): Seq[(String, String)] =
    kinds.map(_ + ".override.sasl.jaas.config" -> (login(user) + ";"))

  def grant(admin: Admin, user: String, kind: ResourceType, name: String, operations: AclOperation*): Unit = {
    val bindings = operations.map { operation =>
      val entry = new AccessControlEntry(s"User:$user", "*", operation, AclPermissionType.ALLOW)
      new AclBinding(new ResourcePattern(kind, name, PatternType.LITERAL), entry)
    }
    admin.createAcls(bindings.asJava).all().get(30, TimeUnit.SECONDS)
    ()
  }
}
