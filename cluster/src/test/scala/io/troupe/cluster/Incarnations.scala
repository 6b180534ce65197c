package io.troupe.cluster

import io.troupe.cluster.catalogue.Catalogue
import io.troupe.persistence.ConnectorId
import org.apache.pekko.actor.typed.ActorRef
import org.apache.pekko.actor.typed.javadsl.AskPattern
import org.apache.pekko.cluster.typed.{ClusterSingleton, SingletonActor}

/** Asks the catalogue itself, past the door. */
object Incarnations {

  /** The proxy of the singleton that the company has started already. */
  def catalogue(worker: Worker): ActorRef[Catalogue.Command] =
    ClusterSingleton(worker.system).init(
      SingletonActor(
        Catalogue.create(worker.clusterSettings, worker.shards),
        "catalogue"
      )
    )

  def of(worker: Worker, name: String): ConnectorId = ask[Catalogue.Found](worker, new Catalogue.Find(name, _)).known

  def ask[T](worker: Worker, question: ActorRef[T] => Catalogue.Command): T =
    Worker.await(
      AskPattern.ask[Catalogue.Command, T](
        catalogue(worker),
        (replyTo: ActorRef[T]) => question(replyTo),
        worker.clusterSettings.askTimeout,
        worker.system.scheduler
      )
    )
}
