package io.troupe.cluster

import scala.jdk.CollectionConverters._

import io.troupe.cluster.Refusal.Reason
import io.troupe.cluster.catalogue.Catalogue
import io.troupe.cluster.connector.ConnectorCommand
import io.troupe.cluster.probe.Probe
import io.troupe.cluster.probe.Probe.Point
import io.troupe.persistence.ConnectorId
import io.troupe.persistence.connector.{RunState, TargetState}

class DoorSpec extends WorkerSpec {

  private def door = worker.door

  "The door" should {

    "refuse what concerns a connector or task that does not exist" in {
      running("there", tasks = 1)

      val unknown = new Refusal(Reason.NOT_FOUND, "Unknown connector nowhere")
      refusal(door.retarget("nowhere", TargetState.PAUSED, Worker.Caller)) shouldBe unknown
      refusal(door.restart("nowhere", true, false, Worker.Caller)) shouldBe unknown
      refusal(door.restartTask("nowhere", 0, Worker.Caller)) shouldBe unknown
      refusal(door.delete("nowhere", Worker.Caller)) shouldBe unknown
      refusal(door.restartTask("there", 1, Worker.Caller)) shouldBe
        new Refusal(Reason.NOT_FOUND, "Unknown task: there-1")
      find("nowhere") shouldBe None
    }

    "refuse what is invalid, and keep nothing of it" in {
      def asked(settings: (String, String)*) =
        refusal(door.create("invalid", config("invalid", settings: _*), TargetState.STARTED, Worker.Caller))

      asked("connector.class" -> "no.such.Class").text should
        startWith("Failed to find any class that implements Connector and which name matches no.such.Class")
      asked("tasks.max" -> "0").text shouldBe
        """Connector configuration is invalid and contains the following 1 error(s):
          |Invalid value 0 for configuration tasks.max: Value must be at least 1
          |You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`""".stripMargin
      refusal(door.configure("invalid", java.util.Map.of("name", "invalid"), Worker.Caller)) shouldBe
        new Refusal(Reason.INVALID, "Connector config contains no connector type")
      find("invalid") shouldBe None
      Worker.await(door.names()) should not contain "invalid"
    }

    "refuse a name that is too long before anything is registered, and take one that is as long as may be" in {
      def asked(name: String) = door.create(name, config(name), TargetState.STARTED, Worker.Caller)
      val long = "n" * 513

      refusal(asked(long)).text should include(
        "for configuration name: String may not be longer than 512 characters, but has 513 of them"
      )
      refusal(door.create(long, config("other"), TargetState.STARTED, Worker.Caller)) shouldBe new Refusal(
        Reason.INVALID,
        "This cannot be the name of a connector: String may not be longer than 512 characters, but has 513 of them"
      )
      refusal(door.configure(long, config(long), Worker.Caller)).reason shouldBe Reason.INVALID
      refusal(asked("turned\u202Ename")).text should endWith regex "but had U\\+202E\n.*"
      Worker.await(door.names()) should not contain long
      running("日" * 512, tasks = 1)
    }

    "refuse more transformations than anybody needs" in {
      refusal(
        door.configure(
          "piled",
          config("piled", "transforms" -> Seq.tabulate(257)(_.toString).mkString(",")),
          Worker.Caller
        )
      ) shouldBe
        new Refusal(Reason.INVALID, "A connector can have 256 transforms at most, and these are 257.")
    }

    "refuse a name that is in use" in {
      running("taken", tasks = 1)

      refusal(door.create("taken", config("taken"), TargetState.STARTED, Worker.Caller)) shouldBe
        new Refusal(Reason.ALREADY_EXISTS, "Connector taken already exists")
    }

    "let exactly one of many creations of a name succeed" in {
      val asked = Seq.fill(20)(door.create("raced", config("raced"), TargetState.STARTED, Worker.Caller))

      val failures = asked.map(each => Worker.await(each.handle((_, failure) => Option(failure))))

      failures.count(_.isEmpty) shouldBe 1
      failures.flatten.map(_.getCause.getMessage).toSet shouldBe Set("Connector raced already exists")
      eventually(taskStates("raced") shouldBe Seq(RunState.RUNNING))
    }

    "let every one of many configurations of a new name succeed, and one of them create" in {
      val probe = Probe.of("put")
      probe.block(Point.VALIDATE)
      val asked = (1 to 20).map(each => door.configure("put", config("put", "each" -> each.toString), Worker.Caller))
      eventually(probe.blocked shouldBe 20)
      probe.open(Point.VALIDATE)

      asked.map(Worker.await(_)).count(_.created) shouldBe 1
      eventually(taskStates("put") shouldBe Seq(RunState.RUNNING))
    }

    "patch settings in and out, and leave the others as they are" in {
      running("patched", tasks = 1)
      val before = view("patched").state.config.asScala.toMap

      Worker.await(door.patch("patched", Map("tasks" -> null, "added" -> "1").asJava, Worker.Caller))

      view("patched").state.config.asScala.toMap shouldBe before - "tasks" + ("added" -> "1")
    }

    "lose none of many patches of one connector" in {
      running("patched-by-many", tasks = 1)

      val asked =
        (1 to 20).map(each => door.patch("patched-by-many", Map(s"patch-$each" -> each.toString).asJava, Worker.Caller))

      asked.foreach(Worker.await(_))
      view("patched-by-many").state.config.keySet.asScala.count(_.startsWith("patch-")) shouldBe 20
    }

    "refuse a patch that leaves an invalid configuration, and keep the one before" in {
      running("unpatched", tasks = 1)
      val before = view("unpatched").state

      refusal(
        door.patch("unpatched", Map[String, String]("connector.class" -> null).asJava, Worker.Caller)
      ).reason shouldBe
        Reason.INVALID

      view("unpatched").state.config shouldBe before.config
    }

    "find a connector that was looked for while it was created" in {
      for (number <- 1 to 10) {
        val name = s"watched-$number"
        val created = door.create(name, config(name), TargetState.STARTED, Worker.Caller)
        while (!created.toCompletableFuture.isDone) find(name)
        Worker.await(created)
        find(name) shouldBe defined
      }
    }

    "show configurations with their settings in the order they came in" in {
      val settings = new java.util.LinkedHashMap(config("ordered"))
      Seq("z", "a", "m", "b").foreach(settings.put(_, "1"))

      Worker.await(door.create("ordered", settings, TargetState.STARTED, Worker.Caller))

      view("ordered").state.config.keySet.toArray shouldBe settings.keySet.toArray
    }
  }

  "Where catalogue and connector differ, the door" should {

    "free the name of a connector that is deleted already" in {
      running("half-deleted", tasks = 1)
      val before = Incarnations.of(worker, "half-deleted")
      deletePastTheDoor(before)
      Worker.await(door.names()) should contain("half-deleted")

      find("half-deleted") shouldBe None
      Worker.await(door.names()) should not contain "half-deleted"
    }

    "create over a connector that is deleted already" in {
      running("half-replaced", tasks = 1)
      val before = Incarnations.of(worker, "half-replaced")
      deletePastTheDoor(before)

      running("half-replaced", tasks = 1)

      Incarnations.of(worker, "half-replaced").incarnation should be > before.incarnation
    }

    "configure over a connector that is deleted already" in {
      running("half-configured", tasks = 1)
      deletePastTheDoor(Incarnations.of(worker, "half-configured"))

      Worker.await(door.configure("half-configured", config("half-configured"), Worker.Caller)).created shouldBe true
      eventually(taskStates("half-configured") shouldBe Seq(RunState.RUNNING))
    }

    "give up a name that was registered and never configured" in {
      register("half-created")

      find("half-created") shouldBe None
      eventually {
        find("half-created") shouldBe None
        Worker.await(door.names()) should not contain "half-created"
      }
      running("half-created", tasks = 1)
    }

    "give up a name that is too long for the journal, and was registered all the same" in {
      val long = "g" * 1100
      register(long)
      Worker.await(door.names()) should contain(long)

      refusal(door.delete(long, Worker.Caller)).reason shouldBe Reason.NOT_FOUND
      Worker.await(door.names()) should not contain long
    }

    "create under a name that was registered, never configured, and woken" in {
      val id = register("half-woken")
      worker.shards.connector(id).tell(new ConnectorCommand.Settle(false, Incarnations.catalogue(worker)))

      running("half-woken", tasks = 1)

      Incarnations.of(worker, "half-woken").incarnation should be > id.incarnation
    }
  }

  "A connector that was configured, and whose journal knows nothing of it," should {

    def lost(name: String): ConnectorId = {
      val id = register(name)
      Incarnations.catalogue(worker).tell(new Catalogue.Confirm(id))
      id
    }

    "be kept, with the reason, until somebody wants it gone" in {
      val id = lost("lost")
      val refused = the[java.util.concurrent.ExecutionException] thrownBy find("lost")
      refused.getCause.getMessage should include("Connector lost was configured")
      worker.shards.connector(id).tell(new ConnectorCommand.Settle(true, Incarnations.catalogue(worker)))

      Worker.await(door.names()) should contain("lost")
      new Journal(worker.journal).facts(s"spec/connector/$id") shouldBe empty
      Worker.await(door.delete("lost", Worker.Caller))
      Worker.await(door.names()) should not contain "lost"
    }

    "be created again by who still has its configuration" in {
      lost("found-again")
      Worker.await(door.configure("found-again", config("found-again"), Worker.Caller))
      eventually(taskStates("found-again") shouldBe Seq(RunState.RUNNING))
    }
  }

  private def register(name: String): ConnectorId =
    Incarnations.ask[Catalogue.Found](worker, new Catalogue.Register(name, Worker.Caller, _)).known

  private def deletePastTheDoor(id: ConnectorId): Unit =
    Worker.await(
      worker.shards
        .connector(id)
        .ask[connector.Answer](new ConnectorCommand.Delete(Worker.Caller, _), worker.clusterSettings.askTimeout)
    ) shouldBe a[connector.Answer.Told]
}
