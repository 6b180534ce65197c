package io.troupe.node;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The house as DESIGN and README draw it: six rooms, one direction. */
class ArchitectureTest {

    private static final JavaClasses TROUPE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.troupe");

    @Test
    void everyRoomIsLookedAt() {
        assertThat(TROUPE.stream().map(each -> each.getPackageName().split("\\.", -1)[2]))
                .contains("persistence", "plugins", "worker", "cluster", "http", "node");
    }

    @Test
    void arrowsPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("node")
                .definedBy("io.troupe.node..")
                .layer("http")
                .definedBy("io.troupe.http..")
                .layer("cluster")
                .definedBy("io.troupe.cluster..")
                .layer("worker")
                .definedBy("io.troupe.worker..")
                .layer("persistence")
                .definedBy("io.troupe.persistence..")
                .layer("plugins")
                .definedBy("io.troupe.plugins..")
                .whereLayer("node")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("http")
                .mayOnlyBeAccessedByLayers("node")
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("http", "node")
                .whereLayer("worker")
                .mayOnlyBeAccessedByLayers("cluster", "http", "node")
                .whereLayer("persistence")
                .mayOnlyBeAccessedByLayers("worker", "cluster", "http", "node")
                .whereLayer("plugins")
                .mayOnlyBeAccessedByLayers("worker", "cluster", "http", "node")
                .check(TROUPE);
    }

    @Test
    void pluginsAreLoadedWithoutActors() {
        noClasses()
                .that()
                .resideInAPackage("io.troupe.plugins..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko..")
                .check(TROUPE);
    }

    /** They are plugins like any other, and are loaded by plugins that bring no worker. */
    @Test
    void classesUnderStockNamesKnowNothingOfUs() {
        JavaClasses stock = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(
                        "org.apache.kafka.connect.converters",
                        "org.apache.kafka.connect.connector.policy",
                        "org.apache.kafka.connect.runtime");
        assertThat(stock.contain("org.apache.kafka.connect.converters.LongConverter"))
                .isTrue();
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.troupe..", "org.apache.pekko..")
                .check(stock);
    }

    @Test
    void whatIsRememberedIsPlainData() {
        noClasses()
                .that()
                .resideInAPackage("io.troupe.persistence..")
                .and()
                .resideOutsideOfPackage("io.troupe.persistence.journal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.pekko..", "org.apache.kafka..", "java.sql..")
                .check(TROUPE);
    }

    @Test
    void loopsKnowNoActors() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.troupe.worker.source..", "io.troupe.worker.sink..", "io.troupe.worker.pipeline..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.pekko.actor..")
                .check(TROUPE);
    }

    @Test
    void pluginCodeIsCalledInTheWorkerOnly() {
        noClasses()
                .that()
                .resideInAnyPackage("io.troupe.cluster..", "io.troupe.http..", "io.troupe.node..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.apache.kafka.connect.source..")
                        .or(resideInAPackage("org.apache.kafka.connect.sink.."))
                        .or(resideInAPackage("org.apache.kafka.connect.transforms.."))
                        .or(resideInAPackage("org.apache.kafka.connect.storage..")))
                .check(TROUPE);
    }

    @Test
    void packagesOfOneRoomDoNotGoInCircles() {
        for (String room : new String[] {"persistence", "plugins", "worker", "http"}) {
            slices().matching("io.troupe." + room + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(TROUPE);
        }
    }

    @Test
    void protocolsAreSealed() {
        classes()
                .that()
                .haveSimpleName("Command")
                .and()
                .resideInAnyPackage("io.troupe..")
                .and()
                .areInterfaces()
                .should(Sealed.BE_SEALED)
                .check(TROUPE);
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                .that()
                .resideInAnyPackage("io.troupe.persistence..", "io.troupe.cluster..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(TROUPE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .orShould()
                .haveNameMatching(".*\\.Abstract[A-Z].*")
                .check(TROUPE);
    }

    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().should().beFinal().check(TROUPE);
    }
}
