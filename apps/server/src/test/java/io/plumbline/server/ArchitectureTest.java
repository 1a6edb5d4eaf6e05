package io.plumbline.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.plumbline.pce.path.PathSearch;
import io.plumbline.pce.reservation.ReservationLedger;
import io.plumbline.pce.reservation.Scenario;
import java.time.Instant;

/** The arrows of docs/architecture.md: what may depend on what. Maven keeps most of them; these are the finer ones. */
@AnalyzeClasses(packages = "io.plumbline", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String JGRAPHT_FACE = "io.plumbline.pce.graph.jgrapht..";

    private static final String[] APPS = {
        "io.plumbline.rest..",
        "io.plumbline.cli..",
        "io.plumbline.server..",
        "io.plumbline.bench..",
        "io.plumbline.simulation.."
    };

    @ArchTest
    static final ArchRule pce_knowsNeitherOnosNorNettyNorGrpcNorJackson = noClasses()
            .that()
            .resideInAPackage("io.plumbline.pce..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.onosproject..",
                    "org.onlab..",
                    "org.projectfloodlight..",
                    "io.netty..",
                    "io.grpc..",
                    "com.google.protobuf..",
                    "com.fasterxml.jackson..",
                    "org.slf4j..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pce_knowsNoOtherModule = noClasses()
            .that()
            .resideInAPackage("io.plumbline.pce..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.plumbline..").and(resideOutsideOfPackages("io.plumbline.pce..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pce_hasNoThreadSocketOrFile = noClasses()
            .that()
            .resideInAPackage("io.plumbline.pce..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.nio..", "java.util.concurrent..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Thread.class, java.io.File.class, java.io.FileInputStream.class, java.io.FileOutputStream.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule pce_readsNoClock = noClasses()
            .that()
            .resideInAPackage("io.plumbline.pce..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(java.util.Random.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jgrapht_isSeenByItsFaceAlone = noClasses()
            .that()
            .resideOutsideOfPackages(JGRAPHT_FACE, "io.plumbline.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.jgrapht..");

    /** JGraphT is not in what is shipped. */
    @ArchTest
    static final ArchRule faceTowardsJgrapht_isUsedByNothingThatIsShipped = noClasses()
            .that()
            .resideOutsideOfPackages(JGRAPHT_FACE, "io.plumbline.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(JGRAPHT_FACE);

    @ArchTest
    static final ArchRule netty_isSeenByOpenFlowAlone = noClasses()
            .that()
            .resideOutsideOfPackage("io.plumbline.southbound.openflow..")
            .and()
            .resideOutsideOfPackage("io.plumbline.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "org.projectfloodlight..");

    @ArchTest
    static final ArchRule controller_knowsPceAndSouthboundApiAlone = noClasses()
            .that()
            .resideInAPackage("io.plumbline.controller..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.plumbline..")
                    .and(resideOutsideOfPackages(
                            "io.plumbline.controller..", "io.plumbline.pce..", "io.plumbline.southbound.api..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule proofs_knowPceAlone = noClasses()
            .that()
            .resideInAPackage("io.plumbline.proofs..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.plumbline..")
                    .and(resideOutsideOfPackages("io.plumbline.proofs..", "io.plumbline.pce..")));

    /** Else a proof would need more than the file. */
    @ArchTest
    static final ArchRule cli_knowsProofsAndPceAlone = noClasses()
            .that()
            .resideInAPackage("io.plumbline.cli..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.plumbline..")
                    .and(resideOutsideOfPackages("io.plumbline.cli..", "io.plumbline.proofs..", "io.plumbline.pce..")));

    /** What proves shares no arithmetic with what admits. Only the engine's own proofs (Prover) are made with it. */
    @ArchTest
    static final ArchRule checker_sharesNoArithmeticWithAdmission = noClasses()
            .that()
            .resideInAPackage("io.plumbline.pce.certificate..")
            .and()
            .haveNameNotMatching(".*\\.Prover(\\$.*)?")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.plumbline.pce.calculus..",
                    "io.plumbline.pce.graph..",
                    "io.plumbline.pce.admission..",
                    "io.plumbline.pce.protection.."))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ReservationLedger.class, Scenario.class, PathSearch.class);

    @ArchTest
    static final ArchRule southbounds_knowTheirApiAlone = classes()
            .that()
            .resideInAPackage("io.plumbline.southbound..")
            .should()
            .onlyDependOnClassesThat(
                    resideOutsideOfPackages("io.plumbline..").or(resideInAPackage("io.plumbline.southbound..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule southbounds_doNotKnowEachOther = slices().matching("io.plumbline.southbound.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    resideInAPackage("io.plumbline.southbound.."), resideInAPackage("io.plumbline.southbound.api.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule rest_knowsControllerAndItsValuesAlone = noClasses()
            .that()
            .resideInAPackage("io.plumbline.rest..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.plumbline.southbound.openflow..",
                    "io.plumbline.southbound.simulated..",
                    "io.plumbline.cli..",
                    "io.plumbline.server..",
                    "io.plumbline.bench.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothingBelowKnowsTheApps = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.plumbline.pce..",
                    "io.plumbline.southbound..",
                    "io.plumbline.controller..",
                    "io.plumbline.proofs..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(APPS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesSayWhatTheyHold = noClasses()
            .should()
            .resideInAnyPackage(
                    "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..manager..", "..impl..");
}
