package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.catalogue.Catalogue
import io.troupe.persistence.ConnectorId

class CatalogueSpec extends WorkerSpec {

  private def register(name: String): ConnectorId =
    Incarnations.ask[Catalogue.Found](worker, new Catalogue.Register(name, Worker.Caller, _)).known

  private def known(name: String): Option[ConnectorId] =
    Option(Incarnations.ask[Catalogue.Found](worker, new Catalogue.Find(name, _)).id)

  private def remove(id: ConnectorId): Unit =
    Incarnations.ask[Catalogue.Removed](worker, new Catalogue.Remove(id, Worker.Caller, _))

  "The catalogue" should {

    "answer a second registration with the first one's connector" in {
      register("twice") shouldBe register("twice")
      known("twice") shouldBe Some(register("twice"))
    }

    "give a name that was removed a new life" in {
      val first = register("removed")
      remove(first)
      known("removed") shouldBe None

      val second = register("removed")

      second.incarnation should be > first.incarnation
    }

    "keep a name when an earlier life of it is removed" in {
      val first = register("kept")
      remove(first)
      val second = register("kept")

      remove(first)

      known("kept") shouldBe Some(second)
    }

    "never give two names the same incarnation" in {
      val ids = (1 to 20).map(number => register(s"distinct-$number"))

      ids.map(_.incarnation).distinct should have size 20
      Incarnations.ask[Catalogue.Listing](worker, new Catalogue.ListAll(_)).ids.asScala should contain allElementsOf ids
    }
  }

  "A node that leaves alone" should {

    "not be held back by reminders that find nobody any more" in {
      val last = new Worker(Worker.newJournal())
      val register = new Catalogue.Register("reminded", Worker.Caller, _)
      Incarnations.ask[Catalogue.Found](last, register)
      val since = System.nanoTime()

      last.leave()

      (System.nanoTime() - since) / 1000000000 should be < 8L
    }
  }
}
