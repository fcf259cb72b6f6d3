package io.github.dfserver.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What a library for any program may need. */
@AnalyzeClasses(packages = "io.github.dfserver.client", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule NO_MODULE_OF_THE_SERVER_IS_USED =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.github.dfserver.client..",
              "java..",
              "javax.net.ssl",
              "jakarta.ws.rs..",
              "com.fasterxml.jackson.core..",
              "org.glassfish.jersey..",
              "org.apache.hc..");

  @ArchTest
  static final ArchRule ONLY_THE_CONNECTOR_KNOWS_WHAT_IT_RUNS_ON =
      noClasses()
          .that()
          .haveSimpleNameNotStartingWith("StreamingConnector")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.glassfish..", "org.apache..");

  @ArchTest
  static final ArchRule ERRORS_STAND_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..client.error..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.github.dfserver.client", "io.github.dfserver.client.http..", "jakarta..");
}
