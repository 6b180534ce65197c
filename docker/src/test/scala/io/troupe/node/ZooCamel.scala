package io.troupe.node

import java.sql.DriverManager
import scala.util.Using

/** Camel's connector of an old generation, which polls a database in a file. */
trait ZooCamel extends ZooStory {

  private val cats = 100

  "Camel's connector of an old generation" should {

    "poll a table" in compared(
      Plugin("org.apache.camel.kafkaconnector.CamelSourceConnector")
    )("SQL polled from H2, kill -9, restart, delete") { visit =>
      val topic = visit.own("camel")
      val url = s"jdbc:h2:file:${home.resolve(visit.own("shop"))};AUTO_SERVER=TRUE"
      execute(url, "create table cats (n int primary key, name varchar(20))")
      def feed(time: Int): Unit =
        execute(
          url,
          s"insert into cats select x, 'cat ' || x from system_range(${time * cats}, ${time * cats + cats - 1})"
        )
      def told = visit
        .values(topic)
        .map(value => Cat(found("N=(\\d+)", value).toInt, found("NAME=([^,}]+)", value)))
        .toSet
      val source = visit.create(
        "from-camel",
        "connector.class" -> "org.apache.camel.kafkaconnector.CamelSourceConnector",
        "topics" -> topic,
        "camel.source.url" -> "sql:select n, name from cats order by n?dataSource=#bean:shop&delay=1000",
        "camel.beans.shop" -> "#class:org.h2.jdbcx.JdbcDataSource",
        "camel.beans.shop.url" -> url,
        "camel.beans.shop.user" -> "sa",
        "value.converter" -> "org.apache.kafka.connect.storage.StringConverter"
      )
      visit.endure(source)(feed)(time => eventually(told shouldBe Cat.until(time, cats)))
      told
    }
  }

  private def found(pattern: String, text: String): String = pattern.r.findFirstMatchIn(text).get.group(1)

  private def execute(url: String, sql: String): Unit = Using.Manager { use =>
    use(use(DriverManager.getConnection(url, "sa", "")).createStatement()).execute(sql)
  }.get
}
