package io.troupe.node

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres

/** The walkthrough once more, with the journal in PostgreSQL. */
class PostgresStorySpec extends RestStory {

  private lazy val postgres = EmbeddedPostgres.start()

  override protected def name = "postgres"

  override protected def journal: Map[String, String] = Map(
    "troupe.database.url" -> postgres.getJdbcUrl("postgres", "postgres"),
    "troupe.database.user" -> "postgres"
  )

  override protected def afterAll(): Unit =
    try super.afterAll()
    finally postgres.close()
}
