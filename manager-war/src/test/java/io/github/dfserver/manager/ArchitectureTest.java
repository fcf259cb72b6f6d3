package io.github.dfserver.manager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions that the design allows. */
@AnalyzeClasses(
    packages = "io.github.dfserver",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutLibraries.class})
class ArchitectureTest {
  /** What is relocated into tracing-jar is not ours. */
  static final class WithoutLibraries implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/dfserver/tracing/opentelemetry/");
    }
  }

  @ArchTest
  static final ArchRule MANAGER_KNOWS_NO_NODE_CODE =
      noClasses()
          .that()
          .resideInAPackage("..dfserver.manager..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..dfserver.node..", "..dfserver.client..");

  @ArchTest
  static final ArchRule PROTOCOL_AND_JOURNAL_STAND_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage("..dfserver.protocol..", "..dfserver.journal..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..", "io.github.dfserver.protocol..", "io.github.dfserver.journal..");

  @ArchTest
  static final ArchRule WEB_SOCKETS_ONLY_IN_THE_CHANNEL =
      noClasses()
          .that()
          .resideOutsideOfPackage("..manager.node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.websocket..");

  @ArchTest
  static final ArchRule MONGODB_ONLY_IN_ITS_ADAPTER =
      noClasses()
          .that()
          .resideOutsideOfPackage("..manager.catalog.mongo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.mongodb..", "org.bson..");

  @ArchTest
  static final ArchRule REST_ONLY_IN_RESOURCES_AND_MAPPERS =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Resource")
          .and()
          .haveSimpleNameNotEndingWith("Mapper")
          .and()
          .haveSimpleNameNotEndingWith("Application")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.ws.rs..");

  @ArchTest
  static final ArchRule THE_CATALOGUE_KNOWS_NO_SERVER =
      noClasses()
          .that()
          .resideInAPackage("..manager.catalog..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "jakarta..",
              "..manager.file..",
              "..manager.node..",
              "..manager.transfer..",
              "..manager.work..");

  @ArchTest
  static final ArchRule PROMETHEUS_ONLY_WHERE_THINGS_ARE_COUNTED =
      noClasses()
          .that()
          .haveSimpleNameNotEndingWith("Metrics")
          .and()
          .resideOutsideOfPackages("..manager.metrics..", "..manager.request..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule OPENTELEMETRY_ONLY_BEHIND_OUR_TRACING =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.dfserver.tracing..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "io.github.dfserver.tracing.opentelemetry..");
}
